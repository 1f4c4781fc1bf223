package io.shardmesh.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the terminal, if there is one.
 *
 * @param prompts whether a person can be asked
 * @param progress whether stderr goes to a terminal, where a progress line may be drawn
 * @param columns its width
 */
public record Terminal(boolean prompts, boolean progress, int columns) {
    private static final int USUAL_COLUMNS = 80;

    /** No terminal at all: output goes to files and pipes. */
    public static Terminal none() {
        return new Terminal(false, false, USUAL_COLUMNS);
    }

    /** What the launcher has found out, which Java itself cannot see for stderr. */
    @SuppressWarnings("SystemConsoleNull") // It does where the built-in console is the default.
    static Terminal ofProcess() {
        Console console = System.console();
        boolean error = Boolean.getBoolean("shardmesh.stderr.terminal");
        int columns = Integer.getInteger("shardmesh.columns", USUAL_COLUMNS);
        return new Terminal(
                console != null && console.isTerminal(),
                error,
                columns > 0 ? columns : USUAL_COLUMNS);
    }

    /** Clears what is shown and what was scrolled away, where it understands that. */
    @SuppressWarnings("SystemConsoleNull") // See ofProcess.
    public void clear() {
        Console console = System.console();
        if (console != null && prompts) {
            console.writer().print("\u001b[H\u001b[2J\u001b[3J");
            console.flush();
        }
    }

    /** Asks for a secret without showing it; null at the end of input. */
    @SuppressWarnings("SystemConsoleNull") // See ofProcess.
    public char @Nullable [] readSecret(String prompt) {
        Console console = System.console();
        return console == null ? null : console.readPassword("%s", prompt);
    }
}

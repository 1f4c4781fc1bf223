package io.shardmesh.testing.cluster;

import io.shardmesh.node.home.HomeLog;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Behind {@code scripts/crash-test.sh}: {@link CrashChecks} on seven real holders and a client in
 * {@code --dir}. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class CrashTest {
    private static final int KILL_COUNT = 20;

    private CrashTest() {}

    /** Runs the checks. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(List.of(arguments), System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        Optional<TestWords> understood = TestWords.parse(words, "--kills", KILL_COUNT);
        if (understood.isEmpty()) {
            err.println("usage: crash-test.sh [--kills N] [--seed N] [--dir DIR]");
            return 2;
        }
        return understood
                .get()
                .run(out, (mesh, report, kills) -> new CrashChecks(mesh, kills).run(report));
    }
}

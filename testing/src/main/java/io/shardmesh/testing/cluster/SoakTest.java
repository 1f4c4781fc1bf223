package io.shardmesh.testing.cluster;

import io.shardmesh.node.home.HomeLog;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Behind {@code scripts/soak.sh}: {@link SoakChecks} on seven real holders and a client in {@code
 * --dir}. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class SoakTest {
    private static final int MINUTES = 30;

    private SoakTest() {}

    /** Runs the checks. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) {
        HomeLog.silence();
        int code = run(List.of(arguments), System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    private static int run(List<String> words, PrintStream out, PrintStream err) {
        Optional<TestWords> understood = TestWords.parse(words, "--minutes", MINUTES);
        if (understood.isEmpty()) {
            err.println("usage: soak.sh [--minutes N] [--seed N] [--dir DIR]");
            return 2;
        }
        return understood
                .get()
                .run(
                        out,
                        (mesh, report, minutes) ->
                                new SoakChecks(mesh, Duration.ofMinutes(minutes)).run(report));
    }
}

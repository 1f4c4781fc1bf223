package io.shardmesh.testing.cluster;

/**
 * Behind {@code scripts/crash-test.sh}: {@link CrashChecks} on seven real holders and a client in
 * {@code --dir}. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class CrashTest {
    private static final int KILL_COUNT = 20;

    private CrashTest() {}

    /** Runs the checks. */
    public static void main(String[] arguments) {
        TestWords.command(
                arguments,
                "crash-test.sh [--kills N] [--seed N] [--dir DIR]",
                "--kills",
                KILL_COUNT,
                (mesh, report, kills) -> new CrashChecks(mesh, kills).run(report));
    }
}

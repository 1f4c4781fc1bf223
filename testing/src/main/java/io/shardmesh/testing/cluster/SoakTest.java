package io.shardmesh.testing.cluster;

import java.time.Duration;

/**
 * Behind {@code scripts/soak.sh}: {@link SoakChecks} on seven real holders and a client in {@code
 * --dir}. Exit codes: 0 all passed, 1 not, 2 used wrongly.
 */
public final class SoakTest {
    private static final int MINUTES = 30;

    private SoakTest() {}

    /** Runs the checks. */
    public static void main(String[] arguments) {
        TestWords.command(
                arguments,
                "soak.sh [--minutes N] [--seed N] [--dir DIR]",
                "--minutes",
                MINUTES,
                (mesh, report, minutes) ->
                        new SoakChecks(mesh, Duration.ofMinutes(minutes)).run(report));
    }
}

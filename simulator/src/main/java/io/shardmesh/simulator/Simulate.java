package io.shardmesh.simulator;

import java.io.PrintStream;
import java.time.Duration;

/**
 * {@code [--seed FIRST] [--seeds COUNT]}: runs the scenario for each seed; exit code 1 if one
 * fails.
 */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        long first = 1;
        long count = 1;
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || !arguments[i + 1].matches("\\d{1,18}")) {
                return usage(out);
            }
            switch (arguments[i]) {
                case "--seed" -> first = Long.parseLong(arguments[i + 1]);
                case "--seeds" -> count = Long.parseLong(arguments[i + 1]);
                default -> {
                    return usage(out);
                }
            }
        }
        for (long seed = first; seed < first + count; seed++) {
            if (!simulate(seed, out)) {
                return 1;
            }
        }
        return 0;
    }

    private static boolean simulate(long seed, PrintStream out) {
        long start = System.nanoTime();
        ScenarioReport report = Scenario.run(seed);
        if (report.broken().isPresent()) {
            report.lines().forEach(out::println);
        }
        out.println(report.summary(Duration.ofNanos(System.nanoTime() - start)));
        return report.broken().isEmpty();
    }

    private static int usage(PrintStream out) {
        out.println("usage: scripts/simulate.sh [--seed N] [--seeds N]");
        return 2;
    }
}

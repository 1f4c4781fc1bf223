package io.shardmesh.simulator;

import io.shardmesh.simulator.lookup.LookupReport;
import io.shardmesh.simulator.lookup.LookupScenario;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code [--scenario store|join] [--nodes COUNT] [--seed FIRST] [--seeds COUNT]}: runs the scenario
 * for each seed; exit code 1 if one fails. {@code store} puts and gets under power losses, {@code
 * join} has that many DHT nodes join and look each other up.
 */
public final class Simulate {
    private static final String SEED = "--seed";
    private static final String SEEDS = "--seeds";
    private static final String SCENARIO = "--scenario";
    private static final String NODES = "--nodes";
    private static final String STORE = "store";
    private static final String JOIN = "join";
    private static final int LOOKUPS = 500;

    /** Some 100 KiB of heap each. */
    private static final int MAX_NODES = 10_000;

    private static final Map<String, String> DEFAULTS =
            Map.of(SEED, "1", SEEDS, "1", SCENARIO, STORE, NODES, "100");

    private Simulate() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        Map<String, String> options = new LinkedHashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || !fits(arguments[i], arguments[i + 1])) {
                return usage(out);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        long first = number(options, SEED);
        long count = number(options, SEEDS);
        boolean join = options.containsValue(JOIN);
        int nodes = (int) Math.min(number(options, NODES), MAX_NODES);
        for (long seed = first; seed < first + count; seed++) {
            if (!(join ? join(seed, nodes, out) : simulate(seed, out))) {
                return 1;
            }
        }
        return 0;
    }

    private static boolean fits(String option, String value) {
        return switch (option) {
            case SCENARIO -> List.of(STORE, JOIN).contains(value);
            case SEED, SEEDS -> value.matches("\\d{1,18}");
            case NODES -> value.matches("[1-9]\\d{0,6}");
            default -> false;
        };
    }

    private static long number(Map<String, String> options, String name) {
        return Long.parseLong(options.getOrDefault(name, "0"));
    }

    private static boolean join(long seed, int nodes, PrintStream out) {
        long start = System.nanoTime();
        LookupReport report = LookupScenario.run(seed, nodes, LOOKUPS);
        Duration real = Duration.ofNanos(System.nanoTime() - start);
        out.println("seed " + seed + ": " + report.summary() + "; " + real.toSeconds() + " s");
        return report.joinedCount() == nodes
                && report.lookups().foundCount() == report.lookups().count();
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
        out.println(
                "usage: scripts/simulate.sh [--scenario store|join] [--nodes N] [--seed N]"
                        + " [--seeds N]");
        return 2;
    }
}

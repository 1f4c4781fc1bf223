package io.shardmesh.simulator.command;

import io.shardmesh.simulator.Scenario;
import io.shardmesh.simulator.ScenarioReport;
import io.shardmesh.simulator.hour.HourPlan;
import io.shardmesh.simulator.hour.HourReport;
import io.shardmesh.simulator.hour.HourScenario;
import io.shardmesh.simulator.lookup.LookupReport;
import io.shardmesh.simulator.lookup.LookupScenario;
import io.shardmesh.simulator.month.MonthPlan;
import io.shardmesh.simulator.month.MonthReport;
import io.shardmesh.simulator.month.MonthScenario;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code [--scenario hour|power|join|month] [--nodes COUNT] [--hours COUNT] [--days COUNT]
 * [--objects COUNT] [--no-repair] [--at-once COUNT] [--seed FIRST] [--seeds COUNT]}: runs the
 * scenario for each seed; exit code 1 if one fails. {@code hour} is users and faults of all kinds,
 * {@code power} puts and gets under power losses, {@code join} has that many DHT nodes join and
 * look each other up, {@code month} has machines of a large mesh leave for good, day after day or
 * at once.
 */
public final class Simulate {
    private static final String SEED = "--seed";
    private static final String SEEDS = "--seeds";
    private static final String SCENARIO = "--scenario";
    private static final String NODES = "--nodes";
    private static final String HOURS = "--hours";
    private static final String HOUR = "hour";
    private static final String POWER = "power";
    private static final String JOIN = "join";
    private static final String MONTH = "month";
    private static final String DAYS = "--days";
    private static final String OBJECTS = "--objects";
    private static final String AT_ONCE = "--at-once";

    /** The one option that takes no value. */
    private static final String NO_REPAIR = "--no-repair";

    private static final int LOOKUPS = 500;
    private static final int JOINING_COUNT = 100;

    /** Some 100 KiB of heap each. */
    private static final int MAX_JOINING_COUNT = 10_000;

    private final Map<String, String> options;
    private final PrintStream out;

    private Simulate(Map<String, String> options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    static int run(String[] arguments, PrintStream out) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i].equals(NO_REPAIR)) {
                options.put(NO_REPAIR, "");
                i--;
                continue;
            }
            if (i + 1 == arguments.length || !fits(arguments[i], arguments[i + 1])) {
                return usage(out);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        try {
            return new Simulate(options, out).runAll();
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            return usage(out);
        }
    }

    private int runAll() {
        String scenario = options.getOrDefault(SCENARIO, HOUR);
        long first = number(SEED, 1);
        long count = number(SEEDS, 1);
        for (long seed = first; seed < first + count; seed++) {
            boolean held =
                    switch (scenario) {
                        case JOIN -> join(seed);
                        case MONTH -> month(seed);
                        case POWER -> power(seed);
                        default -> hour(seed, count == 1);
                    };
            if (!held) {
                return 1;
            }
        }
        return 0;
    }

    private static boolean fits(String option, String value) {
        return switch (option) {
            case SCENARIO -> List.of(HOUR, POWER, JOIN, MONTH).contains(value);
            case SEED, SEEDS -> value.matches("\\d{1,18}");
            case NODES, HOURS, DAYS, OBJECTS, AT_ONCE -> value.matches("[1-9]\\d{0,6}");
            default -> false;
        };
    }

    private long number(String name, long usual) {
        String given = options.get(name);
        return given == null ? usual : Long.parseLong(given);
    }

    private boolean hour(long seed, boolean detailed) {
        HourPlan usual = HourPlan.usual();
        HourPlan plan =
                new HourPlan(
                        (int) number(NODES, usual.nodeCount()),
                        (int) number(HOURS, usual.hours()),
                        usual.operationsPerHour(),
                        usual.faultsPerHour());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long startProcessor = threads.getCurrentThreadCpuTime();
        HourReport report = HourScenario.run(seed, plan);
        Duration processor = Duration.ofNanos(threads.getCurrentThreadCpuTime() - startProcessor);
        Duration real = Duration.ofNanos(System.nanoTime() - start);
        if (detailed || report.broken().isPresent()) {
            report.details().forEach(out::println);
        }
        out.println(report.summary(real, processor));
        return report.broken().isEmpty();
    }

    private boolean join(long seed) {
        int nodes = (int) Math.min(number(NODES, JOINING_COUNT), MAX_JOINING_COUNT);
        long start = System.nanoTime();
        LookupReport report = LookupScenario.run(seed, nodes, LOOKUPS);
        Duration real = Duration.ofNanos(System.nanoTime() - start);
        out.println("seed " + seed + ": " + report.summary() + "; " + real.toSeconds() + " s");
        return report.joinedCount() == nodes
                && report.lookups().foundCount() == report.lookups().count();
    }

    private boolean month(long seed) {
        MonthPlan usual = MonthPlan.usual();
        MonthPlan plan =
                new MonthPlan(
                        (int) number(NODES, usual.nodeCount()),
                        (int) number(DAYS, usual.days()),
                        (int) number(OBJECTS, usual.objectCount()),
                        !options.containsKey(NO_REPAIR),
                        (int) number(AT_ONCE, usual.atOnceCount()));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long startProcessor = threads.getCurrentThreadCpuTime();
        MonthReport report =
                MonthScenario.run(
                        seed,
                        plan,
                        line ->
                                out.printf(
                                        "%5d s %s%n",
                                        (System.nanoTime() - start) / 1_000_000_000, line));
        Duration processor = Duration.ofNanos(threads.getCurrentThreadCpuTime() - startProcessor);
        Duration real = Duration.ofNanos(System.nanoTime() - start);
        report.lines(real, processor).forEach(out::println);
        return report.held();
    }

    private boolean power(long seed) {
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
                "usage: scripts/simulate.sh [--scenario hour|power|join|month] [--nodes N] [--hours N]"
                        + " [--days N] [--objects N] [--no-repair] [--at-once N] [--seed N]"
                        + " [--seeds N]");
        return 2;
    }
}

package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long a node took to be ready. When others than the test and its nodes keep the processors
 * busy, that says more of them than of the node.
 *
 * @param clock by the clock
 * @param processor what all threads of the node have used
 * @param foreign share of the processors that others had meanwhile, 0 to 1
 */
record StartTime(Duration clock, Duration processor, double foreign) {
    private static final double MOST_FOREIGN = 0.2;

    /** The kernel's unit for processes, in every Linux on every machine that we know. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int USER_FIELD = 11; // of /proc/PID/stat, behind the name
    private static final int IDLE_FIELD = 4; // of the first line of /proc/stat

    /** Ticks that processors were used since the machine started. */
    private record Used(long byAll, long byUs, long idle) {
        static Used now(Cluster cluster) throws IOException {
            String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1);
            long all = 0;
            for (int i = 1; i < fields.length; i++) {
                all += Long.parseLong(fields[i]);
            }
            long us = ticks(ProcessHandle.current().pid());
            for (ServiceProcess node : cluster.running()) {
                us += ticks(node.process().orElseThrow().pid());
            }
            return new Used(all, us, Long.parseLong(fields[IDLE_FIELD]));
        }
    }

    /** Starts the node and waits until it is ready. */
    static StartTime of(ServiceProcess node, Cluster cluster) throws IOException {
        Used before = Used.now(cluster);
        long start = System.nanoTime();
        node.launch(cluster.launcher(), cluster.commands().environment());
        Duration clock = Duration.ofNanos(System.nanoTime() - start);
        Duration processor = TICK.multipliedBy(ticks(node.process().orElseThrow().pid()));
        Used after = Used.now(cluster);
        double all = Math.max(1, after.byAll() - before.byAll());
        double others = all - (after.byUs() - before.byUs()) - (after.idle() - before.idle());
        return new StartTime(clock, processor, others / all);
    }

    /** Whether the clock tells of the node. */
    boolean undisturbed() {
        return foreign <= MOST_FOREIGN;
    }

    /** Median and worst; "none" of none. */
    static String figures(List<Duration> times) {
        if (times.isEmpty()) {
            return "none";
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "median %.2f s, worst %.2f s",
                sorted.get(sorted.size() / 2).toNanos() / 1e9,
                sorted.getLast().toNanos() / 1e9);
    }

    /** Zero when there is no such process any more. */
    private static long ticks(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[USER_FIELD + 1]);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}

package io.shardmesh.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** How long each of many repetitions took, and all of them. */
final class Laps {
    static final String HEADING =
            "%-46s %8s %8s %10s".formatted("", "p50 ms", "p95 ms", "per second");

    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private final long[] nanos;
    private final long allNanos;

    private Laps(long[] nanos, long allNanos) {
        this.nanos = nanos;
        this.allNanos = allNanos;
    }

    /** Repeats work so often, a few at once, each of which is told its number. */
    static Laps run(int atOnceCount, int count, IntConsumer work) throws Exception {
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnceCount)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < atOnceCount; i++) {
                int number = i;
                running.add(
                        threads.submit(() -> {
                            for (int lap = next.getAndIncrement();
                                    lap < count;
                                    lap = next.getAndIncrement()) {
                                long begun = System.nanoTime();
                                work.accept(number);
                                nanos[lap] = System.nanoTime() - begun;
                            }
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        return new Laps(nanos, System.nanoTime() - start);
    }

    String row(String what) {
        return String.format(
                Locale.ROOT,
                "%-46s %8.2f %8.2f %10.0f",
                what,
                percentile(50),
                percentile(95),
                nanos.length * SECOND / allNanos);
    }

    private double percentile(int percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / MILLI;
    }
}

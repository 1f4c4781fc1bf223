package io.shardmesh.node.benchmark;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** Repeats work until its time can be told. */
final class Timing {
    private static final double NANOS = 1e9;
    private static final int WARM_UP_SPANS = 3;

    private Timing() {}

    /**
     * How much work is done in a second: the median of the iterations, after a warm-up.
     *
     * @param work does some and says how much
     */
    static double rate(BenchmarkPlan plan, LongSupplier work) {
        long span = plan.span().toNanos();
        rateWithin(span * WARM_UP_SPANS, work);
        double[] rates = new double[plan.iterationCount()];
        Arrays.setAll(rates, i -> rateWithin(span, work));
        return percentile(rates, 50);
    }

    /** How much work is done in a second, from so many seconds of it and no warm-up. */
    static double rateFor(double seconds, LongSupplier work) {
        return rateWithin((long) (seconds * NANOS), work);
    }

    private static double rateWithin(long spanNanos, LongSupplier work) {
        long start = System.nanoTime();
        long done = 0;
        long took;
        do {
            done += work.getAsLong();
            took = System.nanoTime() - start;
        } while (took < spanNanos);
        return done * NANOS / took;
    }

    /** How many seconds it takes, once. */
    static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS;
    }

    /** How many seconds it takes each of many times. */
    static double[] seconds(int count, Runnable work) {
        double[] times = new double[count];
        Arrays.setAll(times, i -> seconds(work));
        return times;
    }

    /** The value that so many of a hundred do not exceed. */
    static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}

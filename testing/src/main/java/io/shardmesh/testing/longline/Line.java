package io.shardmesh.testing.longline;

import java.time.Duration;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * One direction of a line that all connections share: so many bytes a second, each so much later,
 * and now and then it stands still. Safe for threads.
 */
final class Line {
    private static final double NANOS_PER_SECOND = 1e9;

    /** How late a thread may wake without the line's losing what it could have carried. */
    private static final long LATE_NANOS = 5_000_000;

    /** More than any socket here moves. */
    private static final long UNLIMITED = 1L << 40;

    private static final long STALL_NANOS = 100_000_000;
    private static final long STALL_EVERY_NANOS = 5_000_000_000L;

    private final double bytesPerNano;
    private final long delayNanos;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private long freeNanos;
    private long nextStallNanos;

    Line(long bytesPerSecond, Duration delay, RandomGenerator random, LongSupplier clock) {
        this.bytesPerNano = bytesPerSecond / NANOS_PER_SECOND;
        this.delayNanos = delay.toNanos();
        this.random = random;
        this.clock = clock;
        this.freeNanos = clock.getAsLong();
        this.nextStallNanos = freeNanos + STALL_EVERY_NANOS;
    }

    /** A line with a tenth of the delay as jitter, and a stall of 0.1 s every 5 s. */
    static Line slow(long bytesPerSecond, Duration delay, RandomGenerator random) {
        return new Line(bytesPerSecond, delay, random, System::nanoTime);
    }

    /** No more than a wire inside the machine. */
    static Line direct() {
        return new Line(UNLIMITED, Duration.ZERO, new Random(0), System::nanoTime);
    }

    /** When the bytes have left the near end, after all that was put on the line before. */
    synchronized long departure(int bytes) {
        long start = Math.max(clock.getAsLong() - LATE_NANOS, freeNanos);
        if (delayNanos > 0 && start - nextStallNanos > 0) {
            start += STALL_NANOS;
            nextStallNanos = start + STALL_EVERY_NANOS;
        }
        freeNanos = start + (long) (bytes / bytesPerNano);
        return freeNanos;
    }

    /** When what departed then comes out at the far end. */
    synchronized long arrival(long departureNanos) {
        return departureNanos + delayNanos + random.nextLong(delayNanos / 10 + 1);
    }
}

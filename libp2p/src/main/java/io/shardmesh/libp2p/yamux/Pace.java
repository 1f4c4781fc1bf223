package io.shardmesh.libp2p.yamux;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The round trip of a connection, and whether something was done within a few of them. Answers wait
 * behind data, and a window grown by such a measurement would make the next one longer still: so
 * the least of the last few counts.
 */
final class Pace {
    /** A window that is used up faster than in so many round trips holds its sender back. */
    private static final int FAST_ROUND_TRIPS = 4;

    /**
     * Measurements that count, some ten minutes of a busy connection: even one that is never idle
     * has a moment without a queue, and a line that gets longer is believed at last.
     */
    static final int REMEMBERED = 64;

    /** A round trip measured longer ago than this is measured anew. */
    private static final Duration STALE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Deque<Long> measuredNanos = new ArrayDeque<>();
    private long lastNanos;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Notes a measurement that has just ended. */
    void measured(long nanos) {
        lastNanos = nanoTime();
        measuredNanos.add(nanos);
        if (measuredNanos.size() > REMEMBERED) {
            measuredNanos.remove();
        }
    }

    /** Empty as long as nothing was measured. */
    Optional<Duration> roundTrip() {
        return measuredNanos.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Collections.min(measuredNanos)));
    }

    boolean isStale() {
        return nanoTime() - lastNanos >= STALE.toNanos();
    }

    /** False as long as no round trip is known. */
    boolean isFast(long spentNanos) {
        return roundTrip()
                .filter(known -> spentNanos < FAST_ROUND_TRIPS * known.toNanos())
                .isPresent();
    }
}

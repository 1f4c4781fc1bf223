package io.shardmesh.libp2p.yamux;

import java.util.function.LongSupplier;

/** The round trip of a connection, and whether something was done within a few of them. */
final class Pace {
    /** A window that is used up faster than in so many round trips holds its sender back. */
    private static final int FAST_ROUND_TRIPS = 4;

    private final LongSupplier nanoTime;
    private long roundTripNanos;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Notes a measurement; the last one counts. */
    void measured(long nanos) {
        roundTripNanos = nanos;
    }

    /** False as long as no round trip is known. */
    boolean isFast(long spentNanos) {
        return spentNanos < FAST_ROUND_TRIPS * roundTripNanos;
    }
}

package io.shardmesh.libp2p.transport.capped;

/**
 * Bytes that may pass now, at a steady rate. More may be taken than there are: the debt is waited
 * for by whoever comes next, so the rate holds in the long run whatever the sizes. Holds no clock;
 * times are nanoseconds of one clock and never go back.
 */
final class TokenBucket {
    /** What a rest saves up: enough to bridge late timers and to let small messages through. */
    private static final long BURST_NANOS = 50_000_000;

    /** Slow rates save up at least this, a few packets. */
    private static final long MIN_BURST_BYTES = 16 * 1024;

    private static final double NANOS_PER_SECOND = 1e9;

    private final double bytesPerNano;
    private final long burstNanos;

    /** The time up to which all that the rate allows is used up; later than now in debt. */
    private long usedUntilNanos;

    TokenBucket(long bytesPerSecond, long nowNanos) {
        this.bytesPerNano = bytesPerSecond / NANOS_PER_SECOND;
        this.burstNanos = Math.max(BURST_NANOS, nanosFor(MIN_BURST_BYTES));
        this.usedUntilNanos = nowNanos - burstNanos;
    }

    /** Takes the bytes, be they there or not. */
    void take(long bytes, long nowNanos) {
        usedUntilNanos = usedUntil(nowNanos) + nanosFor(bytes);
    }

    /** How long until so many bytes are there; 0 when they are. */
    long nanosUntil(long bytes, long nowNanos) {
        return Math.max(0, usedUntil(nowNanos) + nanosFor(bytes) - nowNanos);
    }

    /** How many bytes are there; negative in debt. */
    long available(long nowNanos) {
        return (long) ((nowNanos - usedUntil(nowNanos)) * bytesPerNano);
    }

    private long usedUntil(long nowNanos) {
        long earliest = nowNanos - burstNanos;
        return usedUntilNanos - earliest < 0 ? earliest : usedUntilNanos;
    }

    private long nanosFor(long bytes) {
        return (long) Math.ceil(bytes / bytesPerNano);
    }
}

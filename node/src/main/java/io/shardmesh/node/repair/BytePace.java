package io.shardmesh.node.repair;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Lets so many bytes a second pass, in the order of the calls; whoever waits is served when those
 * before have used up their time. A pause is not saved up. On one strand.
 */
final class BytePace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Scheduler strand;
    private final long bytesPerSecond;
    private long freeAtNanos;

    BytePace(Scheduler strand, long bytesPerSecond) {
        this.strand = strand;
        this.bytesPerSecond = bytesPerSecond;
        this.freeAtNanos = strand.nanoTime();
    }

    /** Completes when these bytes may be read. */
    CompletableFuture<Void> pass(long bytes) {
        long now = strand.nanoTime();
        long start = Math.max(now, freeAtNanos);
        freeAtNanos = start + (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
        if (start == now) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        var _ = strand.schedule(Duration.ofNanos(start - now), () -> turn.complete(null));
        return turn;
    }
}

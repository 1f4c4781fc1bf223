package io.shardmesh.node.object;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.network.MessageStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Waits for something as long as bytes move on its stream. A slow line is no reason to give a
 * holder up, one on which nothing moves is.
 */
final class ProgressLimit {
    /**
     * Less than this is no movement, else a byte now and then would hold a put for ever. It is a
     * frame of the muxer, in which blocks go out.
     */
    static final long LEAST_BYTES = 16 << 10;

    /** How often it looks, as a part of the limit: it may be that much late. */
    private static final int LOOKS = 10;

    private final Scheduler strand;
    private final MessageStream stream;
    private final Duration limit;
    private long movedBytes;
    private long movedNanos;

    private ProgressLimit(Scheduler strand, MessageStream stream, Duration limit) {
        this.strand = strand;
        this.stream = stream;
        this.limit = limit;
        this.movedNanos = strand.nanoTime();
    }

    /**
     * {@code future}, or the failure that {@code late} makes when nothing has moved on {@code
     * stream} for {@code limit}. The underlying work is not stopped.
     */
    static <T> CompletableFuture<T> within(
            Scheduler strand,
            MessageStream stream,
            Duration limit,
            CompletableFuture<T> future,
            Supplier<Failure> late) {
        if (future.isDone()) {
            return future;
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        future.whenComplete((value, failure) -> Async.complete(bounded, value, failure));
        new ProgressLimit(strand, stream, limit).watch(bounded, late);
        return bounded;
    }

    private void watch(CompletableFuture<?> bounded, Supplier<Failure> late) {
        Scheduler.Timer timer =
                strand.schedule(
                        limit.dividedBy(LOOKS),
                        () ->
                                stream.traffic()
                                        .thenAccept(traffic -> {
                                            look(traffic.receivedBytes() + traffic.sentBytes());
                                            if (strand.nanoTime() - movedNanos < limit.toNanos()) {
                                                watch(bounded, late);
                                            } else {
                                                bounded.completeExceptionally(
                                                        late.get().exception());
                                            }
                                        }));
        bounded.whenComplete((value, failure) -> timer.cancel());
    }

    private void look(long totalBytes) {
        if (totalBytes - movedBytes >= LEAST_BYTES) {
            movedBytes = totalBytes;
            movedNanos = strand.nanoTime();
        }
    }
}

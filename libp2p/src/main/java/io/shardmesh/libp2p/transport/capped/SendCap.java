package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;

/** Lets the connections of a node send in turn, a slice each, as fast as the cap allows. */
final class SendCap {
    /** A slice is this part of a second's worth, so a turn comes round soon. */
    private static final int SLICES_PER_SECOND = 200;

    private static final int MIN_SLICE_BYTES = 1024;
    private static final int MAX_SLICE_BYTES = 16 * 1024;

    private final Scheduler scheduler;
    private final TokenBucket bucket;
    private final int sliceBytes;
    private final ArrayDeque<SendCappedConnection> waiting = new ArrayDeque<>();
    private boolean planned;

    SendCap(long bytesPerSecond, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.bucket = new TokenBucket(bytesPerSecond, scheduler.nanoTime());
        this.sliceBytes =
                Math.clamp(bytesPerSecond / SLICES_PER_SECOND, MIN_SLICE_BYTES, MAX_SLICE_BYTES);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Gives the connection, which has no turn yet, one behind the others. */
    void queue(SendCappedConnection connection) {
        waiting.add(connection);
        if (!planned) {
            serve();
        }
    }

    private void serve() {
        while (!waiting.isEmpty()) {
            int bytes = waiting.getFirst().sliceBytes(sliceBytes);
            long now = scheduler.nanoTime();
            long wait = bucket.nanosUntil(bytes, now);
            if (wait > 0) {
                plan(Duration.ofNanos(wait));
                return;
            }
            SendCappedConnection next = waiting.removeFirst();
            bucket.take(bytes, now);
            if (next.send(bytes)) {
                waiting.add(next);
            }
        }
    }

    private void plan(Duration wait) {
        planned = true;
        var _ =
                scheduler.schedule(
                        wait,
                        () -> {
                            planned = false;
                            serve();
                        });
    }
}

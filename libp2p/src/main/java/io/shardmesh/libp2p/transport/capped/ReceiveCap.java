package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Lets the connections of a node read in turn. What has come counts when it is here; who brought it
 * while there was no room left waits until the debt is over. Who is silent never waits.
 */
final class ReceiveCap {
    /**
     * What one connection may bring when its turn comes: a whole frame of Noise and what goes with
     * it, since less is no sign of life to whoever waits for bytes.
     */
    static final int TURN_BYTES = 72 * 1024;

    /** Between two rounds: those of the last one need the time to bring something. */
    private static final Duration ROUND = Duration.ofMillis(1);

    private final Scheduler scheduler;
    private final TokenBucket bucket;
    private final ArrayDeque<ReceiveCappedConnection> waiting = new ArrayDeque<>();
    private boolean planned;

    ReceiveCap(long bytesPerSecond, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.bucket = new TokenBucket(bytesPerSecond, scheduler.nanoTime());
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Counts bytes that came; whether the connection has to wait for its turn to read on. */
    boolean isOver(int bytes) {
        long now = scheduler.nanoTime();
        bucket.take(bytes, now);
        return bucket.available(now) < 0;
    }

    /** Queues a connection that is not queued. */
    void queue(ReceiveCappedConnection connection) {
        waiting.add(connection);
        plan();
    }

    private void plan() {
        if (!planned && !waiting.isEmpty()) {
            planned = true;
            Duration debt = Duration.ofNanos(bucket.nanosUntil(1, scheduler.nanoTime()));
            var _ = scheduler.schedule(debt.compareTo(ROUND) < 0 ? ROUND : debt, this::serve);
        }
    }

    private void serve() {
        planned = false;
        long room = bucket.available(scheduler.nanoTime());
        while (room > 0 && !waiting.isEmpty()) {
            waiting.removeFirst().release();
            room -= TURN_BYTES;
        }
        plan();
    }
}

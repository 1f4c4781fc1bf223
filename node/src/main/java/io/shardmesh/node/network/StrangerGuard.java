package io.shardmesh.node.network;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one stream of a peer that is no member may cost: its bytes come out of the budget of all
 * strangers, and a message that has begun has to end soon.
 */
final class StrangerGuard {
    /** From the first byte of a message to its last; peers take as long for a negotiation. */
    static final Duration MESSAGE_LIMIT = Duration.ofSeconds(10);

    private final StrangerBudget budget;
    private final Scheduler network;
    private Scheduler.@Nullable Timer timer;
    private long heldBytes;
    private boolean ended;

    StrangerGuard(StrangerBudget budget, Scheduler network) {
        this.budget = budget;
        this.network = network;
    }

    /** Counts bytes that came; false when there is no room for them. */
    boolean received(int bytes) {
        if (ended || !budget.take(bytes)) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    /** Some of them were handed on. */
    void delivered(long bytes) {
        long released = Math.min(bytes, heldBytes);
        heldBytes -= released;
        budget.giveBack(released);
    }

    /** Tells whether a message has begun and not ended; calls {@code late} when it does not end. */
    void underWay(boolean midMessage, Runnable late) {
        if (!midMessage) {
            stop();
        } else if (timer == null) {
            timer = network.schedule(MESSAGE_LIMIT, late);
        }
    }

    /** The stream is gone. */
    void end() {
        ended = true;
        stop();
        delivered(heldBytes);
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

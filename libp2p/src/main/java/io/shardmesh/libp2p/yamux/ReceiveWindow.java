package io.shardmesh.libp2p.yamux;

/**
 * How much the other side may send on one stream ahead of consumption. The window doubles, up to a
 * limit and as the budget allows, whenever half of it was consumed within a few round trips of the
 * last update: then it, and not the consumer, was what held the sender back.
 */
final class ReceiveWindow {
    private final YamuxConfig config;
    private final WindowBudget budget;
    private final Pace pace;
    private long sizeBytes;
    private long grownBytes;
    private long allowedBytes = YamuxConfig.INITIAL_WINDOW_BYTES;
    private long dueBytes;
    private long unconsumedBytes;
    private long lastGrantNanos;

    ReceiveWindow(YamuxConfig config, WindowBudget budget, Pace pace) {
        this.config = config;
        this.budget = budget;
        this.pace = pace;
        this.sizeBytes = config.receiveWindowBytes();
        this.dueBytes = sizeBytes - YamuxConfig.INITIAL_WINDOW_BYTES;
        this.lastGrantNanos = pace.nanoTime();
    }

    /** Counts a data frame by its header; whether it may be that long. */
    boolean admit(long length) {
        if (length > allowedBytes) {
            return false;
        }
        allowedBytes -= length;
        return true;
    }

    void delivered(int bytes) {
        unconsumedBytes += bytes;
    }

    /** Gives window back; small steps are saved up to half a window. */
    void consumed(int bytes) {
        if (bytes < 0 || bytes > unconsumedBytes) {
            throw new IllegalArgumentException("consumed more than was delivered");
        }
        unconsumedBytes -= bytes;
        dueBytes += bytes;
    }

    long unconsumedBytes() {
        return unconsumedBytes;
    }

    boolean isUpdateDue() {
        return dueBytes >= sizeBytes / 2;
    }

    /** What goes out with the frame that opens or takes the stream. */
    long openingGrant() {
        return grant();
    }

    /** What goes out with an update that is due. */
    long updateGrant() {
        long now = pace.nanoTime();
        if (pace.isFast(now - lastGrantNanos)) {
            grow();
        }
        lastGrantNanos = now;
        return grant();
    }

    private long grant() {
        long granted = dueBytes;
        allowedBytes += granted; // the other side may use it from here on
        dueBytes = 0;
        return granted;
    }

    private void grow() {
        long more = Math.min(sizeBytes, config.maxWindowBytes() - sizeBytes);
        if (more > 0 && budget.take(more)) {
            sizeBytes += more;
            grownBytes += more;
            dueBytes += more;
        }
    }

    /** The stream is gone: its share goes back. Repeatable. */
    void end() {
        budget.giveBack(grownBytes);
        grownBytes = 0;
    }
}

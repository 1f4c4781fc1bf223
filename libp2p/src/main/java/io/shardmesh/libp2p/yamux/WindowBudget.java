package io.shardmesh.libp2p.yamux;

import org.jspecify.annotations.Nullable;

/**
 * Memory that receive windows may grow into beyond what every stream starts with. A stream asks
 * before it grows and gives its share back when it ends; asked for more than is left, the window
 * stays as it is. Not thread-safe: one strand owns a budget and its parts.
 */
public final class WindowBudget {
    private final @Nullable WindowBudget whole;
    private final long bytes;
    private long takenBytes;

    private WindowBudget(@Nullable WindowBudget whole, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a budget is not negative");
        }
        this.whole = whole;
        this.bytes = bytes;
    }

    /** So much for all connections of a node together. */
    public static WindowBudget of(long bytes) {
        return new WindowBudget(null, bytes);
    }

    /** At most so much of this for one connection. */
    public WindowBudget part(long partBytes) {
        return new WindowBudget(this, partBytes);
    }

    /** How much is taken now. */
    public long takenBytes() {
        return takenBytes;
    }

    /** Takes all of it or nothing. */
    boolean take(long wantedBytes) {
        if (wantedBytes > bytes - takenBytes || (whole != null && !whole.take(wantedBytes))) {
            return false;
        }
        takenBytes += wantedBytes;
        return true;
    }

    void giveBack(long sharedBytes) {
        if (sharedBytes < 0 || sharedBytes > takenBytes) {
            throw new IllegalStateException("more given back than was taken");
        }
        takenBytes -= sharedBytes;
        if (whole != null) {
            whole.giveBack(sharedBytes);
        }
    }
}

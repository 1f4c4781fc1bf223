package io.shardmesh.node.network;

/** How much all strangers together may make this node keep of messages not received yet. */
final class StrangerBudget {
    /** A dozen of the longest messages; strangers have only short ones to send. */
    static final long LIMIT_BYTES = 16L << 20;

    private long heldBytes;

    boolean take(int bytes) {
        if (heldBytes + bytes > LIMIT_BYTES) {
            return false;
        }
        heldBytes += bytes;
        return true;
    }

    void giveBack(long bytes) {
        heldBytes -= bytes;
    }

    long heldBytes() {
        return heldBytes;
    }
}

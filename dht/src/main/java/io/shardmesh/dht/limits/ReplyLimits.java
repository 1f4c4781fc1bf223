package io.shardmesh.dht.limits;

/**
 * What is taken from one reply; the rest is ignored.
 *
 * @param peerCount peers per reply; above k = 20, because some peers add themselves
 * @param addressCount addresses per peer; a peer that lists more is hardly honest
 */
public record ReplyLimits(int peerCount, int addressCount) {
    /** Checks that both are positive. */
    public ReplyLimits {
        if (peerCount < 1 || addressCount < 1) {
            throw new IllegalArgumentException("reply limits must be positive");
        }
    }

    /** 32 peers with 8 addresses each. */
    public static ReplyLimits standard() {
        return new ReplyLimits(32, 8);
    }
}

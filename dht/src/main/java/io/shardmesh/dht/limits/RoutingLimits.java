package io.shardmesh.dht.limits;

/**
 * Bounds of a routing table.
 *
 * @param bucketSize peers per bucket, Kademlia's k; also how many peers a reply or a lookup names
 * @param replacementCount peers per bucket that wait for a place; as many as there are places, so
 *     that even a bucket whose peers all leave at once is filled again
 * @param failuresUntilDead failures in a row, without any sign of life, after which a peer counts
 *     as dead although nobody waits for its place; above 1 because one lost packet proves nothing
 * @param addressCount addresses kept per peer; real peers announce one to five
 */
public record RoutingLimits(
        int bucketSize, int replacementCount, int failuresUntilDead, int addressCount) {

    /** Checks that every bound is positive. */
    public RoutingLimits {
        if (bucketSize < 1 || replacementCount < 1 || failuresUntilDead < 1 || addressCount < 1) {
            throw new IllegalArgumentException("routing limits must be positive");
        }
    }

    /** k = 20 as in the libp2p specification. */
    public static RoutingLimits standard() {
        return new RoutingLimits(20, 20, 3, 8);
    }
}

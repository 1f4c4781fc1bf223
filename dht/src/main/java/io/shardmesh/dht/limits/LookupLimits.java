package io.shardmesh.dht.limits;

/**
 * Bounds of one lookup.
 *
 * @param width how many of the nearest peers must have answered, Kademlia's k
 * @param alpha queries under way at once; 10 in the libp2p specification
 * @param trustedWidth how many of the nearest trusted peers must have answered too; half a bucket,
 *     so that the answer holds while any of them is honest and alive, and a large mesh is not asked
 *     as a whole
 * @param candidateCount peers remembered; 32 queries' worth of full and disjoint replies
 * @param queryCount queries in all; a lookup among 10^9 honest peers takes fewer than 100, and
 *     liars who always name somebody nearer must not keep it going
 * @param attemptCount times one peer is asked, each time at addresses not tried before; what others
 *     say of a peer's addresses may be wrong on purpose
 */
public record LookupLimits(
        int width,
        int alpha,
        int trustedWidth,
        int candidateCount,
        int queryCount,
        int attemptCount) {

    /** Checks that every bound is positive and that there is room for what must answer. */
    public LookupLimits {
        if (width < 1 || alpha < 1 || trustedWidth < 0 || attemptCount < 1) {
            throw new IllegalArgumentException("lookup limits must be positive");
        }
        if (candidateCount < width + trustedWidth || queryCount < width + trustedWidth) {
            throw new IllegalArgumentException("a lookup must hold and ask what it waits for");
        }
    }

    /** k = 20, alpha = 10. */
    public static LookupLimits standard() {
        return new LookupLimits(20, 10, 10, 640, 200, 3);
    }
}

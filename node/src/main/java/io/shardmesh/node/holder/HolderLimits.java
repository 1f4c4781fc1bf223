package io.shardmesh.node.holder;

import java.time.Duration;

/**
 * What a holder allows.
 *
 * @param sessionsPerPeerCount open put sessions of one peer; each may hold a block in memory and a
 *     file on disk
 * @param sessionIdle how long a putter may be silent before what it sent is dropped
 */
public record HolderLimits(int sessionsPerPeerCount, Duration sessionIdle) {
    /** The limits of design §5. */
    public static HolderLimits defaults() {
        return new HolderLimits(16, Duration.ofHours(1));
    }
}

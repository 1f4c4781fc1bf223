package io.shardmesh.node.holder;

import java.time.Duration;

/**
 * What a holder allows.
 *
 * @param sessionsPerPeerCount open put sessions of one peer; each may hold a block in memory and a
 *     file on disk
 * @param inlineStreamsPerPeerCount open streams of small objects of one peer: one, and those of
 *     connections that are gone without our knowing
 * @param upkeepStreamsPerPeerCount open streams of upkeep of one peer: its sweep, an audit, a
 *     repair and a command
 * @param sessionIdle how long a putter may be silent before what it sent is dropped
 */
public record HolderLimits(
        int sessionsPerPeerCount,
        int inlineStreamsPerPeerCount,
        int upkeepStreamsPerPeerCount,
        Duration sessionIdle) {
    /** The limits of design §5. */
    public static HolderLimits defaults() {
        return new HolderLimits(16, 4, 8, Duration.ofHours(1));
    }
}

package io.shardmesh.node.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the node keeps and has moved.
 *
 * @param catalogCount names in the owner's catalog
 * @param catalogBytes true sizes of their newest versions together
 * @param held what it keeps for the mesh
 * @param upkeep what it has done for what it keeps; empty when it does nothing, as a node that
 *     holds no shards
 * @param cache what gets took from memory; empty without a network
 * @param sentBytes over connections since it started
 * @param receivedBytes over connections since it started
 */
public record NodeStats(
        long catalogCount,
        long catalogBytes,
        Held held,
        Optional<UpkeepReport> upkeep,
        Optional<CacheInfo> cache,
        long sentBytes,
        long receivedBytes) {
    /**
     * Shards of the mesh in this home.
     *
     * @param shardCount shards and inline copies
     * @param bytes they take
     * @param limitBytes how much it may be; empty when there is no limit
     * @param freeBytes left within the limit and on the disk
     */
    public record Held(long shardCount, long bytes, OptionalLong limitBytes, long freeBytes) {}
}

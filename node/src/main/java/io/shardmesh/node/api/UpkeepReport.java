package io.shardmesh.node.api;

/**
 * What a node that holds shards has done since its start to keep objects whole, and what is to be
 * done.
 *
 * @param repairs of others' shards
 * @param checks of others' shards and its own
 * @param lackingObjects objects here of which a part is known to be lost
 * @param compactedBytes that rewritten packs gave back to the disk
 */
public record UpkeepReport(
        Repairs repairs, Checks checks, int lackingObjects, long compactedBytes) {
    /**
     * Repairs.
     *
     * @param rebuiltShards that have a new holder by this node's doing
     * @param readBytes blocks read for them
     * @param releasedShards given up because another holder has them
     * @param unplacedObjects times that no machine could take what was lost
     * @param failures repairs that failed otherwise
     */
    public record Repairs(
            long rebuiltShards,
            long readBytes,
            long releasedShards,
            long unplacedObjects,
            long failures) {}

    /**
     * Checks.
     *
     * @param audits of shards at other holders
     * @param failedAudits how many of them failed
     * @param suspectedObjects objects of which a holder is not believed
     * @param scrubbedBytes read of own shards
     * @param damagedShards own ones that were not what they should be
     */
    public record Checks(
            long audits,
            long failedAudits,
            int suspectedObjects,
            long scrubbedBytes,
            long damagedShards) {}
}

package io.shardmesh.node.store;

import io.shardmesh.node.record.SignedTombstone;

/**
 * A tombstone that is here.
 *
 * @param signed with its owner's signature
 * @param location where its entry lies
 */
public record StoredTombstone(SignedTombstone signed, ShardLocation.InPack location) {
    /** True when it ends the lease under which this shard is kept. */
    public boolean ends(StoredShard shard) {
        return signed.tombstone().objectKey().equals(shard.name().objectKey())
                && signed.tombstone().owner().equals(shard.owner())
                && shard.leaseSequence() < signed.tombstone().sequence();
    }
}

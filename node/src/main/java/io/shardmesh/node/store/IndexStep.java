package io.shardmesh.node.store;

import io.shardmesh.node.record.ShardName;

/** One step of a change of the index. Each has a meaning whatever the index holds. */
public sealed interface IndexStep {
    /**
     * A shard is here; a row of the same name is replaced, and one in a pack ends the withdrawal of
     * an earlier one.
     */
    record Put(StoredShard shard) implements IndexStep {}

    /** A shard is not here any more. */
    record Remove(ShardName name) implements IndexStep {}

    /**
     * A tombstone is here. It replaces one of the same object and owner unless that has a higher
     * sequence; then nothing happens. The rows that it ends leave the index.
     */
    record Bury(StoredTombstone tombstone) implements IndexStep {}

    /** What the withdrawal names leaves the index, and the withdrawal is kept in its stead. */
    record Withdraw(Withdrawal withdrawal) implements IndexStep {}
}

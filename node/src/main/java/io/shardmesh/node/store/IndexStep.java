package io.shardmesh.node.store;

import io.shardmesh.node.record.ShardName;
import java.util.Optional;

/** One step of a change of the index. Each has a meaning whatever the index holds. */
public sealed interface IndexStep {
    /** Where the entry lies that the step comes from, if it comes from one. */
    default Optional<ShardLocation.InPack> place() {
        return switch (this) {
            case Put(StoredShard shard) ->
                    shard.location() instanceof ShardLocation.InPack at
                            ? Optional.of(at)
                            : Optional.empty();
            case Bury(StoredTombstone tombstone) -> Optional.of(tombstone.location());
            case Withdraw(Withdrawal withdrawal) -> Optional.of(withdrawal.at());
            case Remove _, DropPack _, EndWithdrawals _ -> Optional.empty();
        };
    }

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

    /**
     * What the withdrawal names leaves the index, if it lies in a pack, and the withdrawal is kept
     * in its stead.
     */
    record Withdraw(Withdrawal withdrawal) implements IndexStep {}

    /** A pack of which nothing is needed any more is not known any more. */
    record DropPack(long packNumber) implements IndexStep {}

    /** Packs with a lower number are gone: withdrawals that concern no others leave the index. */
    record EndWithdrawals(long lowestPack) implements IndexStep {}
}

package io.shardmesh.node.store;

import io.shardmesh.node.record.ShardName;
import java.util.List;
import java.util.Optional;

/**
 * A change of the index as a whole.
 *
 * @param put rows to add; one of the same name is replaced
 * @param remove rows to take out, if they are there; done before the adding
 * @param mark how far a pack is indexed with this change
 */
public record IndexChange(List<StoredShard> put, List<ShardName> remove, Optional<PackMark> mark) {
    /** Copies the lists. */
    public IndexChange {
        put = List.copyOf(put);
        remove = List.copyOf(remove);
    }

    static IndexChange put(StoredShard shard) {
        return new IndexChange(List.of(shard), List.of(), Optional.empty());
    }

    static IndexChange remove(ShardName name) {
        return new IndexChange(List.of(), List.of(name), Optional.empty());
    }

    static IndexChange packed(List<StoredShard> put, PackMark mark) {
        return new IndexChange(put, List.of(), Optional.of(mark));
    }
}

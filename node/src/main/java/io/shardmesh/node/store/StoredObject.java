package io.shardmesh.node.store;

import io.shardmesh.node.record.Lease;
import java.util.List;
import java.util.Optional;

/**
 * All that an index has of one object.
 *
 * @param shards its rows, ordered by index
 * @param tombstones at most one of each owner, ordered by owner
 */
public record StoredObject(List<StoredShard> shards, List<StoredTombstone> tombstones) {
    /** Copies the lists. */
    public StoredObject {
        shards = List.copyOf(shards);
        tombstones = List.copyOf(tombstones);
    }

    Optional<StoredShard> shard(int index) {
        return shards.stream().filter(row -> row.name().index() == index).findFirst();
    }

    boolean isEnded(Lease lease) {
        return tombstones.stream().anyMatch(known -> known.signed().tombstone().ends(lease));
    }
}

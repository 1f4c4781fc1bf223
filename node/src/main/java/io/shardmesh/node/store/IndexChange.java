package io.shardmesh.node.store;

import java.util.List;
import java.util.Optional;

/**
 * A change of the index as a whole.
 *
 * @param steps done one after the other
 * @param mark how far a pack is indexed with this change
 */
public record IndexChange(List<IndexStep> steps, Optional<PackMark> mark) {
    /** Copies the list. */
    public IndexChange {
        steps = List.copyOf(steps);
    }

    static IndexChange of(IndexStep step) {
        return new IndexChange(List.of(step), Optional.empty());
    }

    static IndexChange put(StoredShard shard) {
        return of(new IndexStep.Put(shard));
    }

    static IndexChange packed(List<IndexStep> steps, PackMark mark) {
        return new IndexChange(steps, Optional.of(mark));
    }
}

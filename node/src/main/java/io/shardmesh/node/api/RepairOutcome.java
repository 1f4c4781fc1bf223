package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a repair has done.
 *
 * @param objectKey the object
 * @param lost indexes that no reachable holder had
 * @param damaged shards that were not what the manifest says
 * @param rebuilt shards that have a new holder
 * @param readBytes blocks read for the new ones
 * @param troubles why something could not be done, a sentence each
 */
public record RepairOutcome(
        Digest objectKey,
        Set<Integer> lost,
        List<VerifyOutcome.Shard> damaged,
        List<Rebuilt> rebuilt,
        long readBytes,
        List<String> troubles) {
    /** Copies the collections. */
    public RepairOutcome {
        lost = Set.copyOf(lost);
        damaged = List.copyOf(damaged);
        rebuilt = List.copyOf(rebuilt);
        troubles = List.copyOf(troubles);
    }

    /** A shard and its new holder. */
    public record Rebuilt(int index, PeerId peer, String machine) {}

    /** True when nothing that was lost or damaged is left so. */
    public boolean mended() {
        return rebuilt.stream().map(Rebuilt::index).collect(Collectors.toSet()).containsAll(lost)
                && damaged.stream().allMatch(shard -> lost.contains(shard.index()));
    }
}

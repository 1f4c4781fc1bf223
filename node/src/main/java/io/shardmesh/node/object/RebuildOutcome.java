package io.shardmesh.node.object;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.record.Claim;
import java.util.List;
import java.util.Set;

/**
 * What came of making lost shards again.
 *
 * @param claims of those that have a new holder, which has verified and synced them
 * @param elsewhere indexes that somebody else brings, or had brought, meanwhile
 * @param readBytes of blocks that were read for it, own ones included
 * @param failures why others did not take a shard, or could not be read
 */
public record RebuildOutcome(
        List<Claim> claims, Set<Integer> elsewhere, long readBytes, List<Failure> failures) {
    /** Copies the collections. */
    public RebuildOutcome {
        claims = List.copyOf(claims);
        elsewhere = Set.copyOf(elsewhere);
        failures = List.copyOf(failures);
    }
}

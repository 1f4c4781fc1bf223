package io.shardmesh.node.object;

import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.record.Claim;
import java.util.List;

/**
 * A put that succeeded, with the claims of those that keep it.
 *
 * @param outcome what the user is told
 * @param claims one for each complete shard or copy, by index
 */
public record StoredObject(PutOutcome outcome, List<Claim> claims) {
    /** Copies the list. */
    public StoredObject {
        claims = List.copyOf(claims);
    }
}

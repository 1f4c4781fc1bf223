package io.shardmesh.node.care;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Lease;
import java.util.Set;

/**
 * A lease that is to be renewed.
 *
 * @param lease the one that ends first of those that holders have
 * @param holders who have a part of its object
 */
public record DueLease(Lease lease, Set<PeerId> holders) {
    /** Copies the set. */
    public DueLease {
        holders = Set.copyOf(holders);
    }
}

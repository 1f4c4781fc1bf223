package io.shardmesh.node.placement;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.mesh.Labels;

/**
 * A member that may be asked to hold a shard.
 *
 * @param peer who it is
 * @param labels where it runs
 * @param freeBytes what it states to have free; with none it is not placed on
 * @param suspect true when it failed us lately, which puts it behind all others
 */
public record Candidate(PeerId peer, Labels labels, long freeBytes, boolean suspect) {
    /**
     * Checks the free bytes.
     *
     * @throws IllegalArgumentException when they are negative
     */
    public Candidate {
        if (freeBytes < 0) {
            throw new IllegalArgumentException("freeBytes is negative");
        }
    }

    /** One of which nothing bad is known. */
    public static Candidate of(PeerId peer, Labels labels, long freeBytes) {
        return new Candidate(peer, labels, freeBytes, false);
    }
}

package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;

/**
 * The mesh that this home is in, and what it is there.
 *
 * @param mesh id of the mesh
 * @param name given by its founder
 * @param sequence of the membership list at hand
 * @param memberCount peers on it
 * @param self this home's own entry
 */
public record MeshSummary(
        Digest mesh, String name, long sequence, int memberCount, MemberInfo self) {
    /** Returns this home's peer id. */
    public PeerId peer() {
        return self.peer();
    }
}

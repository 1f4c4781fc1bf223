package io.shardmesh.node.local;

import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.Membership;

/**
 * The mesh that a home is in.
 *
 * @param membership by its newest list
 * @param invites those that this home has open
 */
public record RememberedMesh(Membership membership, InviteBook invites) {}

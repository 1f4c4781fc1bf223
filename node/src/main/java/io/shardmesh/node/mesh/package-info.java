/**
 * Who is in the mesh: the signed membership list and its rules, invites, owner certificates and the
 * proofs that peers give each other.
 *
 * <p>Pure: time and randomness are passed in, nothing is sent or stored here. May depend on {@code
 * crypto}, {@code libp2p.multiformats} and {@code node.record}. All types are immutable; the node
 * keeps the current {@link io.shardmesh.node.mesh.Membership} and {@link
 * io.shardmesh.node.mesh.InviteBook} and replaces them.
 *
 * <p>Read {@link io.shardmesh.node.mesh.MembershipList} first, then {@link
 * io.shardmesh.node.mesh.Membership}.
 */
@NullMarked
package io.shardmesh.node.mesh;

import org.jspecify.annotations.NullMarked;

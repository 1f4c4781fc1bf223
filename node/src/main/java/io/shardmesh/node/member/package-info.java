/**
 * Who this node lets in, and how lists travel: {@link io.shardmesh.node.member.Members} owns the
 * membership that counts now, greets peers, pushes newer lists and opens and serves streams between
 * members; {@code MemberConnector} keeps the members connected; {@code InviteDesk} and {@code
 * Joiner} are the two ends of an invite.
 *
 * <p>What a list means is decided in {@code node.mesh}; this package moves it over the network.
 * Pure, on the node's strand.
 */
@NullMarked
package io.shardmesh.node.member;

import org.jspecify.annotations.NullMarked;

package io.shardmesh.node.api;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One peer on the membership list.
 *
 * @param peer its id
 * @param owner whose it is
 * @param roles words as the list has them ("hold", "client", …), in the list's order
 * @param labels machine and region
 * @param end when it ceases to be a member
 * @param connected whether this node has a connection to it now; true for itself
 */
public record MemberInfo(
        PeerId peer,
        VerifyingKey owner,
        List<String> roles,
        Labels labels,
        Optional<Instant> end,
        boolean connected) {
    /** Takes a copy of the list. */
    public MemberInfo {
        roles = List.copyOf(roles);
    }
}

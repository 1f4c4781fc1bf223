package io.shardmesh.node.api;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A peer that this node knows: every other member, and whoever else is connected.
 *
 * @param peer its id
 * @param membership its place on the list; empty for a stranger
 * @param connection empty when there is none now
 * @param conduct what was seen of it; empty when it was never asked anything
 * @param addresses where it was last reached or said to be
 */
public record PeerInfo(
        PeerId peer,
        Optional<MemberInfo> membership,
        Optional<Connected> connection,
        Optional<PeerConduct> conduct,
        List<Multiaddr> addresses) {
    /** Takes a copy of the list. */
    public PeerInfo {
        addresses = List.copyOf(addresses);
    }

    /**
     * Its (oldest) connection.
     *
     * @param address of the other end
     * @param outbound whether this node dialled
     * @param open since when
     * @param roundTrip last ping; empty before the first
     * @param streamCount open streams
     * @param agent what identify said; empty before it did
     */
    public record Connected(
            Multiaddr address,
            boolean outbound,
            Duration open,
            Optional<Duration> roundTrip,
            int streamCount,
            String agent) {}
}

package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.List;
import java.util.Optional;

/**
 * What a peer says of itself in identify. Only its id is proven; the rest is its word.
 *
 * @param listenAddresses where it says it can be reached, without the p2p part
 * @param protocols what it accepts streams for
 * @param observedAddress how it sees us
 * @param protocolVersion free text, for people
 * @param agentVersion free text, for people
 */
public record IdentifyInfo(
        List<Multiaddr> listenAddresses,
        List<String> protocols,
        Optional<Multiaddr> observedAddress,
        String protocolVersion,
        String agentVersion) {

    public IdentifyInfo {
        listenAddresses = List.copyOf(listenAddresses);
        protocols = List.copyOf(protocols);
    }
}

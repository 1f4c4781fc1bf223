package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.record.SignedPeerRecord;
import java.util.List;
import java.util.Optional;

/**
 * What a peer says of itself in identify. Only its id is proven; the rest is its word.
 *
 * @param listenAddresses where it says it can be reached, without the p2p part; those of its newest
 *     record when it sent one with them
 * @param protocols what it accepts streams for
 * @param observedAddress how it sees us
 * @param protocolVersion free text, for people
 * @param agentVersion free text, for people
 * @param signedRecord its newest record that held, for passing on
 */
public record IdentifyInfo(
        List<Multiaddr> listenAddresses,
        List<String> protocols,
        Optional<Multiaddr> observedAddress,
        String protocolVersion,
        String agentVersion,
        Optional<SignedPeerRecord> signedRecord) {

    /** Of a peer that has said nothing yet. */
    static final IdentifyInfo NOTHING =
            new IdentifyInfo(List.of(), List.of(), Optional.empty(), "", "", Optional.empty());

    public IdentifyInfo {
        listenAddresses = List.copyOf(listenAddresses);
        protocols = List.copyOf(protocols);
    }

    IdentifyInfo with(SignedPeerRecord record) {
        return new IdentifyInfo(
                record.addresses(),
                protocols,
                observedAddress,
                protocolVersion,
                agentVersion,
                Optional.of(record));
    }

    IdentifyInfo withRecord(Optional<SignedPeerRecord> record) {
        return new IdentifyInfo(
                listenAddresses, protocols, observedAddress, protocolVersion, agentVersion, record);
    }
}

package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.record.SignedPeerRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What we say of ourselves, and how often that has changed. */
final class SelfDescription {

    /** Addresses that we tell, so that they fit into a message twice: said and signed. */
    private static final int ADDRESS_COUNT = 64;

    private final Surroundings surroundings;
    private final Supplier<List<Multiaddr>> listenAddresses;
    private final Supplier<List<String>> protocolIds;
    private List<Multiaddr> addresses = List.of();
    private List<String> protocols = List.of();
    private @Nullable SignedPeerRecord signed;
    private long version;
    private long lastSequence;

    SelfDescription(
            Surroundings surroundings,
            Supplier<List<Multiaddr>> listenAddresses,
            Supplier<List<String>> protocolIds) {
        this.surroundings = surroundings;
        this.listenAddresses = listenAddresses;
        this.protocolIds = protocolIds;
    }

    /** Looks again; whether addresses or protocols are not what they were. */
    boolean look() {
        List<Multiaddr> newAddresses = listenAddresses.get().stream().limit(ADDRESS_COUNT).toList();
        List<String> newProtocols = protocolIds.get();
        if (!newAddresses.equals(addresses)) {
            signed = null;
        } else if (newProtocols.equals(protocols)) {
            return false;
        }
        addresses = newAddresses;
        protocols = newProtocols;
        version++;
        return true;
    }

    /** Counts the changes. */
    long version() {
        return version;
    }

    /** The message to the other end of a connection, as of the last look. */
    IdentifyInfo describe(PeerConnection to) {
        SwarmConfig.Identification config = surroundings.config().identification();
        return new IdentifyInfo(
                addresses,
                protocols,
                Optional.of(to.remoteAddress()),
                config.protocolVersion(),
                config.agentVersion(),
                Optional.of(record()));
    }

    private SignedPeerRecord record() {
        SignedPeerRecord current = signed;
        if (current == null) {
            current = SignedPeerRecord.sign(surroundings.identity(), nextSequence(), addresses);
            signed = current;
        }
        return current;
    }

    /** Grows also when the clock went back or two records fall into one millisecond. */
    private long nextSequence() {
        long now = surroundings.config().identification().clock().millis();
        lastSequence = Math.max(lastSequence + 1, now);
        return lastSequence;
    }
}

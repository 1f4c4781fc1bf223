package io.shardmesh.node.network;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.IdentifyInfo;
import io.shardmesh.libp2p.swarm.PeerConnection;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmListener;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dials back, once, whoever has dialled us and does not serve the DHT: a peer may do that only
 * after it has been reached, and in a mesh that grows nobody else has a reason to dial the newest.
 *
 * <p>Only at the IP address that its connection comes from, so nobody can have us dial a third
 * party; and after a wait by lot, so that of the many whom a newcomer dials at once mostly one
 * dials back: the others hear by then that it serves. Everything here is on the network's strand.
 */
final class DialBack implements SwarmListener {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);
    private static final int WAIT_SPREAD_MILLIS = 4_000;

    private final Swarm swarm;
    private final String protocol;
    private final Scheduler scheduler;
    private final RandomSource random;

    /** Connected peers only, so no more than connections. */
    private final Set<PeerId> seen = new HashSet<>();

    DialBack(Swarm swarm, String protocol, Scheduler scheduler, RandomSource random) {
        this.swarm = swarm;
        this.protocol = protocol;
        this.scheduler = scheduler;
        this.random = random;
    }

    @Override
    public void identified(PeerId peer, IdentifyInfo info) {
        if (place(peer).isPresent() && seen.add(peer)) {
            var _ = scheduler.schedule(chosenWait(), () -> dial(peer));
        }
    }

    @Override
    public void peerDisconnected(PeerId peer) {
        seen.remove(peer);
    }

    private void dial(PeerId peer) {
        // Without the peer id, because with it the connection that is up would do. A connection
        // that comes of it is a duplicate, which the swarm closes when it is idle.
        place(peer)
                .ifPresent(address -> {
                    var _ = swarm.dial(address);
                });
    }

    /** Where to dial it; empty when there is no need or no way. */
    private Optional<Multiaddr> place(PeerId peer) {
        List<PeerConnection> connections = swarm.connections(peer);
        Optional<IdentifyInfo> said = swarm.identity(peer);
        if (connections.stream().anyMatch(PeerConnection::outbound)
                || said.filter(info -> !info.protocols().contains(protocol)).isEmpty()) {
            return Optional.empty();
        }
        return said.get().listenAddresses().stream()
                .map(Multiaddr::withoutPeer)
                .filter(address -> connections.stream().anyMatch(from -> isSameHost(from, address)))
                .findFirst();
    }

    private static boolean isSameHost(PeerConnection connection, Multiaddr address) {
        return address.isPlainTcp() && address.host().equals(connection.remoteAddress().host());
    }

    private Duration chosenWait() {
        byte[] drawn = random.bytes(2);
        int lot = ((drawn[0] & 0xff) << 8) | (drawn[1] & 0xff);
        return SHORTEST_WAIT.plusMillis(lot % WAIT_SPREAD_MILLIS);
    }
}

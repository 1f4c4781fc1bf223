package io.shardmesh.node.network;

import io.shardmesh.dht.DhtConfig;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.ByteRates;
import java.util.List;
import java.util.Optional;

/**
 * How a network is set up.
 *
 * @param swarm limits and times of connections
 * @param rates what all connections together may send and receive
 * @param dht mode and limits of the DHT
 * @param listen where to listen; empty for a node that only dials
 * @param bootstrap addresses to join by, in order
 */
public record NetworkSettings(
        SwarmConfig swarm,
        ByteRates rates,
        DhtConfig dht,
        Optional<Multiaddr> listen,
        List<Multiaddr> bootstrap) {
    /** Copies the list. */
    public NetworkSettings {
        bootstrap = List.copyOf(bootstrap);
    }
}

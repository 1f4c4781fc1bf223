package io.shardmesh.libp2p.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListeningTest {

    private final VirtualScheduler time = VirtualScheduler.create();
    private final Listening listening =
            new Listening(
                    MemoryNetwork.create(time).transport("10.0.0.1"),
                    () -> List.of("10.0.0.1", "fe80:0:0:0:0:0:0:1", "127.0.0.1"));

    @Test
    void addresses_everyInterface_standsForTheUnspecifiedOnes() {
        listen("/ip4/0.0.0.0/tcp/4001");
        listen("/ip6/::/tcp/4002");
        listen("/ip4/192.168.7.7/tcp/4003");
        assertEquals(
                List.of(
                        Multiaddr.parse("/ip4/10.0.0.1/tcp/4001"),
                        Multiaddr.parse("/ip4/127.0.0.1/tcp/4001"),
                        Multiaddr.parse("/ip6/fe80::1/tcp/4002"),
                        Multiaddr.parse("/ip4/192.168.7.7/tcp/4003")),
                listening.addresses());
    }

    @Test
    void of_reachable_dropsWhatLeadsNowhere() {
        List<Multiaddr> said =
                List.of(
                        Multiaddr.parse("/ip4/10.0.0.2/tcp/0"),
                        Multiaddr.parse("/ip4/0.0.0.0/tcp/1"),
                        Multiaddr.parse("/ip4/127.0.0.1/tcp/1"),
                        Multiaddr.parse("/ip4/10.0.0.2/tcp/1"));
        assertEquals(
                said.subList(3, 4),
                ReachableAddresses.of(said, Multiaddr.parse("/ip4/10.0.0.2/tcp/50000")));
        assertEquals(
                said.subList(2, 4),
                ReachableAddresses.of(said, Multiaddr.parse("/ip4/127.0.0.1/tcp/50000")));
    }

    private void listen(String address) {
        var listened = listening.listen(Multiaddr.parse(address), connection -> {});
        time.advance(Duration.ZERO);
        assertEquals(Multiaddr.parse(address), listened.join());
    }
}

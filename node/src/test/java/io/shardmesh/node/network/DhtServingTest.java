package io.shardmesh.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.Dht;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.dht.DhtMode;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.core.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who serves the DHT: only who has been reached at an address that it tells others. */
final class DhtServingTest {
    private static final int PORT = 4001;

    private final VirtualScheduler scheduler = VirtualScheduler.create();
    private final MemoryNetwork wires = MemoryNetwork.create(scheduler);
    private final RandomSource random = new Random(1)::nextBytes;

    /** One that listens at {@code bound} and may say that it does so elsewhere. */
    private final class Peer {
        private final VirtualStrand strand = scheduler.strand();
        private final Swarm swarm;
        private final Dht dht;

        Peer(String host, List<Multiaddr> bound, List<String> interfaces, List<Multiaddr> door) {
            swarm =
                    Swarm.create(
                            SwarmConfig.of("test", () -> interfaces, InstantSource.system()),
                            SigningKey.generate(random),
                            wires.transport(host, strand),
                            strand,
                            random);
            dht = Dht.create(DhtConfig.standard(), swarm.self(), random, InstantSource.system());
            for (Multiaddr address : bound) {
                var listening = swarm.listen(address);
                assertTrue(scheduler.runUntil(listening::isDone, Duration.ofSeconds(1)));
            }
            new DhtDriver(dht, swarm, strand, random, new Silence()).start(door);
        }

        /** Whether {@code other} has been told that this one serves. */
        boolean isServerTo(Peer other) {
            return other.swarm
                    .identity(swarm.self())
                    .orElseThrow()
                    .protocols()
                    .contains(dht.config().protocol());
        }
    }

    private record Silence() implements Journal {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
    }

    private Peer listening(String host, List<Multiaddr> door) {
        return new Peer(host, List.of(at(host)), List.of(), door);
    }

    private static Multiaddr at(String host) {
        return Multiaddr.tcp(host, PORT);
    }

    private void run(Duration time) {
        scheduler.advance(time);
    }

    @Test
    void start_twoFreshNodes_theOneThatIsDialledServesFirstThenTheOther() {
        Peer gate = listening("10.0.0.1", List.of());
        assertEquals(DhtMode.CLIENT, gate.dht.mode());
        Peer joiner = listening("10.0.0.2", List.of(at("10.0.0.1")));
        run(Duration.ofMillis(150));
        assertEquals(DhtMode.SERVER, gate.dht.mode());
        assertEquals(DhtMode.CLIENT, joiner.dht.mode());
        assertTrue(gate.isServerTo(joiner));
        assertFalse(joiner.isServerTo(gate));
        assertEquals(1, joiner.dht.peerCount());
        assertEquals(0, gate.dht.peerCount());
        run(Duration.ofSeconds(5));
        assertEquals(DhtMode.SERVER, joiner.dht.mode());
        assertTrue(joiner.isServerTo(gate), "by push");
        assertEquals(1, gate.dht.peerCount());
    }

    @Test
    void start_listensNowhere_staysAClient() {
        Peer gate = listening("10.0.0.1", List.of());
        Peer asker = new Peer("10.0.0.2", List.of(), List.of(), List.of(at("10.0.0.1")));
        run(Duration.ofSeconds(30));
        assertEquals(DhtMode.SERVER, gate.dht.mode());
        assertEquals(DhtMode.CLIENT, asker.dht.mode());
        assertEquals(1, asker.dht.peerCount());
        assertEquals(0, gate.dht.peerCount());
        assertEquals(1, asker.swarm.connections().size());
    }

    @Test
    void identified_saysThatItListensAtAThirdPartysHost_nobodyDialsThat() {
        Peer gate = listening("10.0.0.1", List.of());
        Peer third = listening("10.0.0.9", List.of());
        Peer liar =
                new Peer(
                        "10.0.0.2",
                        List.of(Multiaddr.tcp("0.0.0.0", PORT)),
                        List.of("10.0.0.9"),
                        List.of(at("10.0.0.1")));
        run(Duration.ofSeconds(30));
        assertEquals(1, gate.swarm.connections().size());
        assertEquals(List.of(), third.swarm.connections());
        assertEquals(DhtMode.CLIENT, liar.dht.mode());
    }

    @Test
    void peerConnected_atAnAddressThatIsNotTold_isNoProof() {
        Peer hidden =
                new Peer(
                        "10.0.0.2",
                        List.of(Multiaddr.tcp("0.0.0.0", PORT)),
                        List.of("10.0.0.9"),
                        List.of());
        Peer dialler = listening("10.0.0.1", List.of(at("10.0.0.2")));
        run(Duration.ofSeconds(1));
        assertEquals(1, hidden.swarm.connections().size());
        assertEquals(DhtMode.CLIENT, hidden.dht.mode());
        assertEquals(0, dialler.dht.peerCount());
    }
}

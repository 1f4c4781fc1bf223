package io.shardmesh.libp2p.swarm;

import static io.shardmesh.libp2p.swarm.SwarmLab.address;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Dialling and what follows at both ends: connections, identities, failures. */
final class SwarmConnectTest {

    private final SwarmLab lab = new SwarmLab();

    @Test
    void connect_listeningPeer_connectsBothEndsAndBindsTheChannel() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        PeerConnection connection = lab.connect(one, 2, two);
        assertEquals(two.self(), connection.remote());
        assertTrue(connection.outbound());
        lab.advance(Duration.ofSeconds(1));
        PeerConnection other = two.connections().getFirst();
        assertEquals(one.self(), other.remote());
        assertFalse(other.outbound());
        assertArrayEquals(connection.handshakeHash(), other.handshakeHash());
        assertTrue(connection.roundTrip().orElseThrow().toMillis() >= 2);
    }

    @Test
    void connect_bytesArriveOneByOne_stillConnects() {
        lab.network.segmentBytes(1);
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        assertEquals(two.self(), lab.connect(one, 2, two).remote());
        lab.await(one.ping(two.self()));
    }

    @Test
    void connect_again_givesTheSameConnection() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        assertEquals(lab.connect(one, 2, two).id(), lab.connect(one, 2, two).id());
    }

    @Test
    void connect_twiceAtOnce_dialsOnce() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        CompletableFuture<PeerConnection> first = one.connect(two.self(), List.of(address(2)));
        CompletableFuture<PeerConnection> second = one.connect(two.self(), List.of(address(2)));
        assertEquals(lab.await(first).id(), lab.await(second).id());
        lab.advance(Duration.ofSeconds(1));
        assertEquals(1, two.connections().size());
    }

    @Test
    void connect_firstCallerCancels_secondStillGetsTheConnection() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        CompletableFuture<PeerConnection> first = one.connect(two.self(), List.of(address(2)));
        CompletableFuture<PeerConnection> second = one.connect(two.self(), List.of(address(2)));
        first.cancel(false);
        assertEquals(two.self(), lab.await(second).remote());
    }

    @Test
    void connect_otherPeerAtTheAddress_failsAndTellsItNothing() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        PeerId wanted = PeerId.of(SwarmLab.identity(3).verifyingKey());
        SwarmException why = lab.failure(one.connect(wanted, List.of(address(2))));
        assertEquals(SwarmException.Kind.WRONG_PEER, why.kind());
        lab.advance(Duration.ofSeconds(30));
        assertEquals(List.of(), two.connections());
        assertEquals(0, lab.network.openEndCount());
    }

    @Test
    void connect_noAddress_fails() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        SwarmException why = lab.failure(one.connect(two.self(), List.of()));
        assertEquals(SwarmException.Kind.NO_ADDRESS, why.kind());
    }

    @Test
    void connect_nobodyListens_failsThenIsLeftAloneThenWorks() {
        Swarm one = lab.swarm(1);
        PeerId later = PeerId.of(SwarmLab.identity(2).verifyingKey());
        SwarmException why = lab.failure(one.connect(later, List.of(address(2))));
        assertEquals(SwarmException.Kind.DIAL_FAILED, why.kind());
        Swarm two = lab.swarm(2);
        SwarmException resting = lab.failure(one.connect(later, List.of(address(2))));
        assertTrue(String.valueOf(resting.getMessage()).contains("just now"));
        lab.advance(Duration.ofSeconds(2));
        assertEquals(two.self(), lab.connect(one, 2, two).remote());
    }

    @Test
    void connect_deadAddressFirst_usesTheOtherOne() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        lab.swarm(3);
        lab.network.cut(SwarmLab.ip(1), SwarmLab.ip(3));
        long before = lab.time.nanoTime();
        PeerConnection connection =
                lab.await(one.connect(two.self(), List.of(address(3), address(2))));
        assertEquals(address(2), connection.remoteAddress());
        assertTrue(lab.time.nanoTime() - before < Duration.ofSeconds(1).toNanos());
    }

    @Test
    void connect_silentHost_timesOutPerAddress() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        lab.network.cut(SwarmLab.ip(1), SwarmLab.ip(2));
        long before = lab.time.nanoTime();
        SwarmException why = lab.failure(one.connect(two.self(), List.of(address(2))));
        assertEquals(SwarmException.Kind.TIMEOUT, why.kind());
        assertEquals(Duration.ofSeconds(5).toNanos(), lab.time.nanoTime() - before);
        lab.network.healAll();
        lab.advance(Duration.ofSeconds(20));
        assertEquals(0, lab.network.openEndCount());
    }

    @Test
    void connect_ourselves_fails() {
        Swarm one = lab.swarm(1);
        SwarmException named = lab.failure(one.connect(one.self(), List.of(address(1))));
        assertEquals(SwarmException.Kind.DIAL_FAILED, named.kind());
        SwarmException unnamed = lab.failure(one.dial(address(1)));
        assertEquals(SwarmException.Kind.DIAL_FAILED, unnamed.kind());
        assertEquals(List.of(), one.connections());
    }

    @Test
    void dial_unknownPeer_learnsWhoItIs() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        assertEquals(two.self(), lab.await(one.dial(address(2))).remote());
        Multiaddr named = address(2).withPeer(one.self());
        assertEquals(SwarmException.Kind.WRONG_PEER, lab.failure(lab.swarm(3).dial(named)).kind());
    }

    @Test
    void connect_bothAtOnce_bothSucceedAndOneConnectionRemains() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        one.protect(two.self(), "mesh");
        two.protect(one.self(), "mesh");
        CompletableFuture<PeerConnection> there = one.connect(two.self(), List.of(address(2)));
        CompletableFuture<PeerConnection> back = two.connect(one.self(), List.of(address(1)));
        lab.await(there);
        lab.await(back);
        lab.advance(Duration.ofMinutes(1));
        assertEquals(1, one.connections().size());
        assertEquals(1, two.connections().size());
        assertArrayEquals(
                one.connections().getFirst().handshakeHash(),
                two.connections().getFirst().handshakeHash());
        lab.await(one.ping(two.self()));
        lab.await(two.ping(one.self()));
    }

    @Test
    void connect_manyPeersAtOnce_allConnect() {
        Swarm one = lab.swarm(1);
        List<CompletableFuture<PeerConnection>> dials = new ArrayList<>();
        for (int host = 2; host <= 8; host++) {
            Swarm other = lab.swarm(host);
            dials.add(one.connect(other.self(), List.of(address(host))));
        }
        dials.forEach(lab::await);
        assertEquals(7, one.connections().size());
    }

    @Test
    void connect_overTheConcurrencyLimit_waitsForItsTurn() {
        Swarm one =
                lab.swarm(
                        1,
                        config ->
                                config.with(
                                        new SwarmConfig.Dialling(
                                                Duration.ofSeconds(10),
                                                Duration.ofSeconds(5),
                                                Duration.ofMillis(250),
                                                1,
                                                1,
                                                Duration.ofSeconds(1),
                                                Duration.ofSeconds(60),
                                                Duration.ofHours(1))));
        Swarm two = lab.swarm(2);
        Swarm three = lab.swarm(3);
        Swarm four = lab.swarm(4);
        CompletableFuture<PeerConnection> running = one.connect(two.self(), List.of(address(2)));
        CompletableFuture<PeerConnection> waiting = one.connect(three.self(), List.of(address(3)));
        CompletableFuture<PeerConnection> refused = one.connect(four.self(), List.of(address(4)));
        assertEquals(SwarmException.Kind.LIMIT, lab.failure(refused).kind());
        lab.await(running);
        assertFalse(waiting.isDone());
        lab.await(waiting);
    }

    @Test
    void identify_newConnection_bothEndsLearnTheOther() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        two.handle("/lab/1", stream -> new RecordingHandler());
        List<String> heard = new ArrayList<>();
        one.addListener(
                new SwarmListener() {
                    @Override
                    public void peerConnected(PeerConnection connection) {
                        heard.add("connected");
                    }

                    @Override
                    public void identified(PeerId peer, IdentifyInfo info) {
                        heard.add("identified " + info.agentVersion());
                    }

                    @Override
                    public void peerDisconnected(PeerId peer) {
                        heard.add("disconnected");
                    }
                });
        lab.connect(one, 2, two);
        lab.advance(Duration.ofSeconds(1));
        IdentifyInfo info = one.identity(two.self()).orElseThrow();
        assertEquals(List.of(address(2)), info.listenAddresses());
        assertEquals(
                List.of(Identification.PROTOCOL, Identification.PUSH, Ping.PROTOCOL, "/lab/1"),
                info.protocols());
        assertEquals("10.0.0.1", info.observedAddress().orElseThrow().host().orElseThrow());
        assertEquals("lab/1", two.identity(one.self()).orElseThrow().agentVersion());
        assertEquals(List.of(address(1)), two.addressBook().addresses(one.self()));
        two.disconnect(one.self(), "test");
        lab.advance(Duration.ofSeconds(1));
        assertEquals(List.of("connected", "identified lab/2", "disconnected"), heard);
    }
}

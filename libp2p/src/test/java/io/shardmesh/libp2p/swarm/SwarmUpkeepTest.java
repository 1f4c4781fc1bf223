package io.shardmesh.libp2p.swarm;

import static io.shardmesh.libp2p.swarm.SwarmLab.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.memory.MemoryTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a swarm does with its connections over time, and when there are too many. */
final class SwarmUpkeepTest {

    private static final String IDLE = "/lab/idle";

    private final SwarmLab lab = new SwarmLab();

    @Test
    void idle_withoutStreams_isClosed() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        lab.connect(one, 2, two);
        lab.advance(Duration.ofSeconds(55));
        assertEquals(1, one.connections().size());
        lab.advance(Duration.ofSeconds(10));
        assertEquals(List.of(), one.connections());
        assertEquals(List.of(), two.connections());
        assertEquals(0, lab.network.openEndCount());
    }

    @Test
    void idle_withAStream_staysUntilItEnds() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        two.handle(IDLE, stream -> new RecordingHandler());
        lab.connect(one, 2, two);
        Stream stream = lab.await(one.open(two.self(), List.of(IDLE), new RecordingHandler()));
        lab.advance(Duration.ofSeconds(100));
        assertEquals(1, one.connections().size());
        stream.reset();
        lab.advance(Duration.ofSeconds(61));
        assertEquals(List.of(), one.connections());
    }

    @Test
    void protect_idlePeer_staysUntilTheLastTagIsGone() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        one.protect(two.self(), "mesh");
        one.protect(two.self(), "dht");
        two.protect(one.self(), "mesh");
        lab.connect(one, 2, two);
        one.unprotect(two.self(), "dht");
        lab.advance(Duration.ofMinutes(10));
        assertEquals(1, one.connections().size());
        one.unprotect(two.self(), "mesh");
        lab.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), one.connections());
    }

    @Test
    void keepAlive_linkGoesSilent_closesAtBothEndsAndTellsListeners() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        one.protect(two.self(), "mesh");
        two.protect(one.self(), "mesh");
        lab.connect(one, 2, two);
        lab.advance(Duration.ofSeconds(20));
        List<PeerId> gone = new ArrayList<>();
        one.addListener(
                new SwarmListener() {
                    @Override
                    public void peerDisconnected(PeerId peer) {
                        gone.add(peer);
                    }
                });
        lab.network.cut(SwarmLab.ip(1), SwarmLab.ip(2));
        lab.advance(Duration.ofSeconds(19));
        assertEquals(1, one.connections().size(), "too early to be sure");
        lab.advance(Duration.ofSeconds(17));
        assertEquals(List.of(), one.connections());
        assertEquals(List.of(), two.connections());
        assertEquals(List.of(two.self()), gone);
    }

    @Test
    void connect_peerCameBackAfterACrash_streamsUseTheNewConnection() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        one.protect(two.self(), "mesh");
        lab.connect(one, 2, two);
        lab.advance(Duration.ofSeconds(1));
        // The old connection is silent for ever: its reset never arrives.
        lab.network.latency(
                (from, to, size) -> size == 0 ? Duration.ofHours(1) : Duration.ofMillis(1));
        lab.kill(2);
        Swarm again = lab.swarm(2);
        again.handle(IDLE, stream -> new RecordingHandler());
        lab.connect(again, 1, one);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(2, one.connections().size());
        Stream stream = lab.await(one.open(again.self(), List.of(IDLE), new RecordingHandler()));
        assertFalse(stream.connection().outbound());
    }

    @Test
    void accept_strangerSaysNothing_isClosedInTime() {
        lab.swarm(1);
        MemoryTransport stranger = lab.network.transport("10.0.0.99");
        Connection connection = lab.await(stranger.dial(address(1)));
        assertFalse(connection.localAddress().equals(connection.remoteAddress()));
        lab.advance(Duration.ofSeconds(9));
        assertEquals(2, lab.network.openEndCount());
        lab.advance(Duration.ofSeconds(2));
        // The stranger's end never set a handler and hears nothing, ours is gone.
        assertEquals(1, lab.network.openEndCount());
    }

    @Test
    void accept_tooManyPending_refusesMoreAndServesAgainLater() {
        Swarm one = lab.swarm(1, config -> config.with(connections(10, 2, 4, 64)));
        lab.await(lab.network.transport("10.0.0.98").dial(address(1)));
        lab.await(lab.network.transport("10.0.0.99").dial(address(1)));
        Swarm two = lab.swarm(2);
        assertEquals(
                SwarmException.Kind.DIAL_FAILED,
                lab.failure(two.connect(one.self(), List.of(address(1)))).kind());
        lab.advance(Duration.ofSeconds(11));
        lab.connect(two, 1, one);
    }

    @Test
    void accept_tooManyFromOneAddress_refusesMore() {
        Swarm one = lab.swarm(1, config -> config.with(connections(10, 10, 4, 1)));
        MemoryTransport stranger = lab.network.transport("10.0.0.99");
        lab.await(stranger.dial(address(1)));
        lab.await(stranger.dial(address(1)));
        lab.advance(Duration.ofSeconds(1));
        assertEquals(3, lab.network.openEndCount(), "one pair and the refused stranger's end");
        lab.connect(lab.swarm(2), 1, one);
    }

    @Test
    void accept_swarmIsFull_refusesStrangersAndMakesRoomForProtected() {
        Swarm one = lab.swarm(1, config -> config.with(connections(2, 10, 4, 10)));
        List<Swarm> strangers = new ArrayList<>();
        for (int host = 2; host <= 4; host++) {
            Swarm stranger = lab.swarm(host);
            strangers.add(stranger);
            lab.connect(stranger, 1, one);
            lab.advance(Duration.ofSeconds(1));
        }
        assertEquals(2, one.connections().size());
        assertEquals(List.of(), strangers.get(2).connections());
        Swarm member = lab.swarm(5);
        one.protect(member.self(), "mesh");
        lab.connect(member, 1, one);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(2, one.connections().size());
        assertEquals(1, member.connections().size());
    }

    @Test
    void close_everythingPending_failsAtOnce() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        lab.swarm(3);
        two.handle(IDLE, stream -> new RecordingHandler());
        lab.connect(one, 2, two);
        RecordingHandler handler = new RecordingHandler();
        lab.await(one.open(two.self(), List.of(IDLE), handler));
        PeerId three = PeerId.of(SwarmLab.identity(3).verifyingKey());
        CompletableFuture<PeerConnection> dialling = one.connect(three, List.of(address(3)));
        CompletableFuture<Stream> opening =
                one.open(two.self(), List.of(IDLE), new RecordingHandler());
        CompletableFuture<Duration> pinging = one.ping(two.self());
        CompletableFuture<Void> closing = one.close();
        List<CompletableFuture<?>> pending = List.of(dialling, opening, pinging);
        for (CompletableFuture<?> future : pending) {
            assertTrue(future.isCompletedExceptionally(), "fails inside close");
            assertEquals(SwarmException.Kind.CLOSED, lab.failure(future).kind());
        }
        lab.await(closing);
        assertEquals("closed closed: swarm is closed", handler.events.getLast());
        assertEquals(
                SwarmException.Kind.CLOSED,
                lab.failure(one.connect(two.self(), List.of(address(2)))).kind());
        lab.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), two.connections());
        assertEquals(
                SwarmException.Kind.DIAL_FAILED,
                lab.failure(two.connect(one.self(), List.of(address(1)))).kind());
    }

    private static SwarmConfig.ConnectionLimits connections(
            int total, int pendingInbound, int perPeer, int perAddress) {
        SwarmConfig.ConnectionLimits usual = SwarmConfig.ConnectionLimits.defaults();
        return new SwarmConfig.ConnectionLimits(
                total,
                pendingInbound,
                perPeer,
                new AddressLimits(perAddress, Math.min(perAddress, pendingInbound), 1),
                usual.inboundUpgrade(),
                usual.idle(),
                usual.duplicateIdle(),
                usual.streamIdle());
    }
}

package io.shardmesh.libp2p.swarm;

import static io.shardmesh.libp2p.swarm.RecordingHandler.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams between two swarms: agreement, data, ends, limits. */
final class SwarmStreamTest {

    private static final String ECHO = "/lab/echo/1";
    private static final int MIB = 1024 * 1024;

    private final SwarmLab lab = new SwarmLab();
    private final Swarm one = lab.swarm(1);
    private final Swarm two = lab.swarm(2);
    private final RecordingHandler client = new RecordingHandler();
    private final RecordingHandler server = new RecordingHandler();

    @BeforeEach
    void connect() {
        two.handle(ECHO, stream -> server);
        lab.connect(one, 2, two);
        lab.advance(Duration.ofSeconds(1));
    }

    @Test
    void open_servedProtocol_carriesBytesAndEndsInOrder() {
        Stream stream = open();
        stream.write(bytes("question"));
        stream.closeWrite();
        lab.advance(Duration.ofSeconds(1));
        assertEquals("question", server.text());
        assertEquals(List.of("opened " + ECHO, "remoteClosed"), server.events);
        server.theStream().write(bytes("answer"));
        server.theStream().closeWrite();
        lab.advance(Duration.ofSeconds(1));
        assertEquals("answer", client.text());
        assertEquals(List.of("opened " + ECHO, "remoteClosed", "closed in order"), client.events);
        assertEquals("closed in order", server.events.getLast());
        assertEquals(0, stream.connection().streamCount());
        assertEquals(0, server.theStream().connection().streamCount());
    }

    @Test
    void open_firstProposalUnknown_agreesOnTheSecond() {
        Stream stream = lab.await(one.open(two.self(), List.of("/lab/echo/2", ECHO), client));
        assertEquals(ECHO, stream.protocol());
    }

    @Test
    void open_unknownProtocol_isRefusedAndLeavesNothing() {
        SwarmException why = lab.failure(one.open(two.self(), List.of("/lab/none"), client));
        assertEquals(SwarmException.Kind.PROTOCOL_REFUSED, why.kind());
        assertEquals(List.of(), client.events);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(0, one.connections().getFirst().streamCount());
        assertEquals(0, two.connections().getFirst().streamCount());
    }

    @Test
    void unhandle_servedProtocol_refusesNewStreamsAndKeepsOldOnes() {
        Stream old = open();
        two.unhandle(ECHO);
        SwarmException why = lab.failure(one.open(two.self(), List.of(ECHO), client));
        assertEquals(SwarmException.Kind.PROTOCOL_REFUSED, why.kind());
        old.write(bytes("still"));
        lab.advance(Duration.ofSeconds(1));
        assertEquals("still", server.text());
    }

    @Test
    void reset_byOneSide_endsTheOtherWithAReason() {
        open().reset();
        lab.advance(Duration.ofSeconds(1));
        assertEquals("closed reset by us", client.events.getLast());
        assertEquals("closed reset by the peer", server.events.getLast());
        assertFalse(server.events.contains("remoteClosed"));
    }

    @Test
    void write_slowReader_holdsTheWriterBackUntilConsumed() {
        server.consuming = false;
        byte[] data = SwarmLab.random(7).bytes(4 * MIB);
        Stream stream = open();
        stream.write(ByteBuffer.wrap(data.clone()));
        lab.advance(Duration.ofSeconds(5));
        assertTrue(server.data.size() <= 256 * 1024, "a window at most");
        assertTrue(stream.unsentBytes() > 3 * MIB, "the rest waits with the writer");
        assertFalse(client.events.contains("drained"));
        server.consuming = true;
        server.theStream().consumed(server.data.size());
        lab.advance(Duration.ofSeconds(5));
        assertArrayEquals(data, server.data.toByteArray());
        assertEquals(0, stream.unsentBytes());
        assertEquals(1, client.events.stream().filter("drained"::equals).count());
    }

    @Test
    void write_bulkUnderWay_smallStreamIsNotStarved() {
        lab.network.latency((from, to, size) -> Duration.ofNanos(1_000_000 + size * 100L));
        Stream bulk = open();
        bulk.write(ByteBuffer.allocate(32 * MIB));
        Duration roundTrip = lab.await(one.ping(two.self()));
        assertTrue(server.data.size() < 32 * MIB, "the bulk still runs");
        assertTrue(roundTrip.toMillis() < 500, "took " + roundTrip);
    }

    @Test
    void closeWrite_dataQueued_sendsItAllFirst() {
        Stream stream = open();
        stream.write(ByteBuffer.allocate(2 * MIB));
        stream.closeWrite();
        assertThrows(IllegalStateException.class, () -> stream.write(bytes("more")));
        lab.advance(Duration.ofSeconds(5));
        assertEquals(2 * MIB, server.data.size());
        assertEquals("remoteClosed", server.events.getLast());
    }

    @Test
    void consumed_moreThanCame_isABug() {
        Stream stream = open();
        assertThrows(IllegalArgumentException.class, () -> stream.consumed(1));
    }

    @Test
    void received_handlerThrows_losesThatStreamAlone() {
        two.handle(
                "/lab/bad",
                stream ->
                        new RecordingHandler() {
                            @Override
                            public void received(Stream from, ByteBuffer bytes) {
                                throw new IllegalArgumentException("nonsense");
                            }
                        });
        RecordingHandler bad = new RecordingHandler();
        Stream good = open();
        lab.await(one.open(two.self(), List.of("/lab/bad"), bad)).write(bytes("x"));
        lab.advance(Duration.ofSeconds(1));
        assertEquals("closed reset by the peer", bad.events.getLast());
        good.write(bytes("fine"));
        lab.advance(Duration.ofSeconds(1));
        assertEquals("fine", server.text());
    }

    @Test
    void close_insideAHandler_endsTheConnection() {
        two.handle(
                "/lab/close",
                stream ->
                        new RecordingHandler() {
                            @Override
                            public void received(Stream from, ByteBuffer bytes) {
                                from.connection().close("enough");
                            }
                        });
        lab.await(one.open(two.self(), List.of("/lab/close"), client)).write(bytes("x"));
        lab.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), two.connections());
        assertEquals(List.of(), one.connections());
        assertEquals("closed closed by the peer", client.events.getLast());
    }

    @Test
    void open_connectionIsBeingClosed_movesToANewOne() {
        two.disconnect(one.self(), "test");
        Stream stream = open();
        stream.write(bytes("hello"));
        lab.advance(Duration.ofSeconds(1));
        assertEquals("hello", server.text());
    }

    @Test
    void open_linkGoesSilent_timesOut() {
        lab.network.cut(SwarmLab.ip(1), SwarmLab.ip(2));
        SwarmException why = lab.failure(one.open(two.self(), List.of(ECHO), client));
        assertEquals(SwarmException.Kind.TIMEOUT, why.kind());
    }

    @Test
    void kill_openStreams_endAtOnce() {
        open();
        lab.kill(2);
        lab.advance(Duration.ofSeconds(1));
        assertEquals("closed connection reset", client.events.getLast());
        assertEquals(List.of(), one.connections());
    }

    @Test
    void open_overTheProtocolLimit_isReset() {
        Swarm three = lab.swarm(3, config -> config.with(streams(100, 100, 2)));
        three.handle(ECHO, stream -> new RecordingHandler());
        lab.connect(one, 3, three);
        for (int count = 0; count < 2; count++) {
            lab.await(one.open(three.self(), List.of(ECHO), new RecordingHandler()));
        }
        SwarmException why =
                lab.failure(one.open(three.self(), List.of(ECHO), new RecordingHandler()));
        assertEquals(SwarmException.Kind.CLOSED, why.kind());
    }

    @Test
    void open_overTheLimitsPerConnection_failsOrIsReset() {
        Swarm three = lab.swarm(3, config -> config.with(streams(2, 3, 100)));
        three.handle(ECHO, stream -> new RecordingHandler());
        one.handle(ECHO, stream -> new RecordingHandler());
        lab.connect(one, 3, three);
        lab.advance(Duration.ofSeconds(1));
        List<CompletableFuture<Stream>> inbound = new ArrayList<>();
        List<CompletableFuture<Stream>> outbound = new ArrayList<>();
        for (int count = 0; count < 4; count++) {
            inbound.add(one.open(three.self(), List.of(ECHO), new RecordingHandler()));
            outbound.add(three.open(one.self(), List.of(ECHO), new RecordingHandler()));
        }
        assertEquals(SwarmException.Kind.LIMIT, lab.failure(outbound.get(3)).kind());
        assertEquals(SwarmException.Kind.CLOSED, lab.failure(inbound.get(2)).kind());
        lab.await(inbound.get(1));
        lab.await(outbound.get(2));
    }

    @Test
    void ping_inPieces_isEchoedAndEndsWithOurEnd() {
        Stream stream = lab.await(one.open(two.self(), List.of("/ipfs/ping/1.0.0"), client));
        stream.write(bytes("first, "));
        lab.advance(Duration.ofSeconds(1));
        stream.write(bytes("second"));
        stream.closeWrite();
        lab.advance(Duration.ofSeconds(1));
        assertEquals("first, second", client.text());
        assertEquals("closed in order", client.events.getLast());
    }

    @Test
    void ping_echoIsNotRead_holdsTheSenderBack() {
        client.consuming = false;
        Stream stream = lab.await(one.open(two.self(), List.of("/ipfs/ping/1.0.0"), client));
        stream.write(ByteBuffer.allocate(4 * MIB));
        lab.advance(Duration.ofSeconds(5));
        assertTrue(stream.unsentBytes() > 2 * MIB, "the echo may not pile up at the other side");
    }

    @Test
    void ping_peerAnswersOtherBytes_fails() {
        two.handle(
                "/ipfs/ping/1.0.0",
                stream ->
                        new RecordingHandler() {
                            @Override
                            public void received(Stream from, ByteBuffer bytes) {
                                from.write(ByteBuffer.allocate(bytes.remaining()));
                            }
                        });
        assertEquals(SwarmException.Kind.CLOSED, lab.failure(one.ping(two.self())).kind());
    }

    @Test
    void ping_peerDoesNotAnswer_timesOut() {
        two.handle("/ipfs/ping/1.0.0", stream -> new RecordingHandler());
        assertEquals(SwarmException.Kind.TIMEOUT, lab.failure(one.ping(two.self())).kind());
    }

    private Stream open() {
        return lab.await(one.open(two.self(), List.of(ECHO), client));
    }

    private static SwarmConfig.StreamLimits streams(int inbound, int outbound, int perProtocol) {
        SwarmConfig.StreamLimits usual = SwarmConfig.StreamLimits.defaults();
        return new SwarmConfig.StreamLimits(
                inbound,
                outbound,
                perProtocol,
                usual.negotiation(),
                usual.unsentHighBytes(),
                usual.quantumBytes(),
                usual.windows());
    }
}

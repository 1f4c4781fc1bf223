package io.shardmesh.libp2p.transport.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class MemoryNetworkTest {

    private static final int BIG = 1024 * 1024;

    private final VirtualScheduler time = VirtualScheduler.create();
    private final MemoryNetwork network = MemoryNetwork.create(time);
    private final MemoryTransport near = network.transport("10.0.0.1");
    private final MemoryTransport far = network.transport("10.0.0.2");
    private final Recorder client = new Recorder();
    private final Recorder server = new Recorder();
    private final List<Connection> accepted = new ArrayList<>();

    @Test
    void write_bothWays_arrivesAfterTheLatencyInOrder() {
        Connection connection = connected();
        connection.write(text("a"));
        connection.write(text("b"));
        assertEquals("", server.text.toString());
        time.advance(Duration.ofMillis(1));
        assertEquals("ab", server.text.toString());
        accepted.getFirst().write(text("c"));
        time.advance(Duration.ofMillis(1));
        assertEquals("c", client.text.toString());
    }

    @Test
    void latency_shrinks_laterBytesDoNotOvertake() {
        Connection connection = connected();
        network.latency((from, to, size) -> Duration.ofMillis(50));
        connection.write(text("slow"));
        network.latency((from, to, size) -> Duration.ofMillis(1));
        connection.write(text(" fast"));
        time.advance(Duration.ofMillis(49));
        assertEquals("", server.text.toString());
        time.advance(Duration.ofMillis(1));
        assertEquals("slow fast", server.text.toString());
    }

    @Test
    void pauseReading_fillsTheSocketThenHoldsTheWriterBack() {
        Connection connection = connected();
        accepted.getFirst().pauseReading();
        connection.write(ByteBuffer.allocate(BIG));
        time.advance(Duration.ofSeconds(1));
        assertEquals(BIG - MemoryConnection.SOCKET_BYTES, connection.unsentBytes());
        assertEquals(0, server.bytes);
        accepted.getFirst().resumeReading();
        time.advance(Duration.ofSeconds(1));
        assertEquals(BIG, server.bytes);
        assertEquals(List.of("drained"), client.events);
    }

    @Test
    void close_bytesQueued_arriveBeforeTheEnd() {
        Connection connection = connected();
        connection.write(ByteBuffer.allocate(BIG));
        connection.close();
        connection.write(text("ignored"));
        time.advance(Duration.ofSeconds(1));
        assertEquals(BIG, server.bytes);
        assertEquals(List.of("closed"), server.events);
        assertEquals(List.of("closed"), client.events);
        assertEquals(0, network.openEndCount());
    }

    @Test
    void cut_thenHeal_losesNothingAndKeepsTheOrder() {
        Connection connection = connected();
        network.cut("10.0.0.1", "10.0.0.2");
        connection.write(text("one "));
        time.advance(Duration.ofMillis(5));
        connection.write(text("two "));
        time.advance(Duration.ofSeconds(1));
        assertEquals("", server.text.toString());
        network.heal("10.0.0.1", "10.0.0.2");
        connection.write(text("three"));
        time.advance(Duration.ofMillis(1));
        assertEquals("one two three", server.text.toString());
    }

    @Test
    void cut_dialWaits_untilHealed() {
        listen();
        network.partition(List.of("10.0.0.1"), List.of("10.0.0.2"));
        CompletableFuture<Connection> dialled = near.dial(Multiaddr.tcp("10.0.0.2", 7));
        time.advance(Duration.ofMinutes(1));
        assertFalse(dialled.isDone());
        network.healAll();
        time.advance(Duration.ofSeconds(1));
        assertTrue(dialled.isDone());
    }

    @Test
    void breakConnections_bothEndsHearAndLoseWhatWasUnderWay() {
        Connection connection = connected();
        connection.write(text("lost"));
        network.breakConnections("10.0.0.2", "10.0.0.1");
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("closed connection reset"), client.events);
        assertEquals(List.of("closed connection reset"), server.events);
        assertEquals("", server.text.toString());
    }

    @Test
    void kill_host_onlyTheOtherEndHearsAndItMayComeBack() {
        connected();
        network.kill("10.0.0.2");
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("closed connection reset"), client.events);
        assertEquals(List.of(), server.events);
        assertRefused(near.dial(Multiaddr.tcp("10.0.0.2", 7)));
        network.transport("10.0.0.2");
        assertThrows(IllegalStateException.class, () -> network.transport("10.0.0.2"));
    }

    @Test
    void dial_nobodyListens_isRefused() {
        assertRefused(near.dial(Multiaddr.tcp("10.0.0.2", 9)));
        assertRefused(near.dial(Multiaddr.tcp("10.0.0.77", 9)));
    }

    @Test
    void dial_cancelled_closesTheLateConnection() {
        listen();
        CompletableFuture<Connection> dialled = near.dial(Multiaddr.tcp("10.0.0.2", 7));
        dialled.cancel(false);
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("closed"), server.events);
        assertEquals(0, network.openEndCount());
    }

    @Test
    void listen_portZero_choosesFreePorts() {
        Multiaddr any = Multiaddr.tcp("0.0.0.0", 0);
        var first = far.listen(any, accepted::add);
        var second = far.listen(any, accepted::add);
        time.advance(Duration.ZERO);
        assertTrue(first.join().address().tcpPort().orElseThrow() > 0);
        assertFalse(first.join().address().equals(second.join().address()));
        assertTrue(
                far.listen(first.join().address(), accepted::add).isCompletedExceptionally(),
                "the port is taken");
    }

    private void listen() {
        var listening =
                far.listen(
                        Multiaddr.tcp("0.0.0.0", 7),
                        connection -> {
                            accepted.add(connection);
                            connection.handler(server);
                        });
        time.advance(Duration.ZERO);
        assertTrue(listening.isDone());
    }

    private Connection connected() {
        listen();
        CompletableFuture<Connection> dialled = near.dial(Multiaddr.tcp("10.0.0.2", 7));
        time.advance(Duration.ofMillis(2));
        Connection connection = dialled.join();
        connection.handler(client);
        return connection;
    }

    private void assertRefused(CompletableFuture<Connection> dialled) {
        time.advance(Duration.ofSeconds(1));
        CompletionException failed = assertThrows(CompletionException.class, dialled::join);
        assertInstanceOf(TransportException.class, failed.getCause());
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Recorder implements ConnectionHandler {

        final StringBuilder text = new StringBuilder();
        final List<String> events = new ArrayList<>();
        int bytes;

        @Override
        public void received(ByteBuffer buffer) {
            bytes += buffer.remaining();
            text.append(StandardCharsets.UTF_8.decode(buffer));
        }

        @Override
        public void drained() {
            events.add("drained");
        }

        @Override
        public void closed(Optional<String> why) {
            events.add("closed" + why.map(text -> " " + text).orElse(""));
        }
    }
}

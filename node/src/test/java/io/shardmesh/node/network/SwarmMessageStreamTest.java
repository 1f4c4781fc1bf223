package io.shardmesh.node.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.DhtConfig;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.core.Journal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two networks in memory, each with a strand for itself and one for its node. */
final class SwarmMessageStreamTest {
    private static final String PROTOCOL = "/test/1";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int BLOCK_BYTES = 1 << 20;

    private final VirtualScheduler scheduler = VirtualScheduler.create();
    private final MemoryNetwork wires = MemoryNetwork.create(scheduler);
    private final RandomSource random = new Random(1)::nextBytes;
    private final List<MessageStream> accepted = new ArrayList<>();
    private Side asker = new Side("10.0.0.1");
    private MessageStream stream = connect();

    private final class Side {
        private final VirtualStrand network = scheduler.strand();
        private final VirtualStrand node = scheduler.strand();
        private final Multiaddr address;
        private final NetworkHandle handle;

        Side(String host) {
            address = Multiaddr.tcp(host, 4001);
            NetworkSettings settings =
                    new NetworkSettings(
                            SwarmConfig.of("test", List::of, InstantSource.system()),
                            ByteRates.unlimited(),
                            DhtConfig.standard(),
                            Optional.of(address),
                            List.of());
            handle =
                    await(
                            NetworkStart.run(
                                    settings,
                                    SigningKey.generate(random),
                                    wires.transport(host, network),
                                    new NetworkStart.Strands(network, node, InstantSource.system()),
                                    random,
                                    new Silence()));
        }
    }

    private record Silence() implements Journal {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {}
    }

    private MessageStream connect() {
        Side answerer = new Side("10.0.0.2");
        answerer.handle.serve(PROTOCOL, accepted::add);
        await(asker.handle.connect(answerer.handle.self(), List.of(answerer.address)));
        return await(asker.handle.open(answerer.handle.self(), PROTOCOL));
    }

    @BeforeEach
    void accept() {
        run();
        assertEquals(1, accepted.size());
    }

    private <T> T await(CompletableFuture<T> future) {
        assertTrue(scheduler.runUntil(future::isDone, LIMIT), "it does not complete");
        return future.join();
    }

    private void run() {
        scheduler.advance(Duration.ofSeconds(5));
    }

    private static Message message(int number, int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(number).nextBytes(body);
        return new Message(ByteBuffer.allocate(4).putInt(number).array(), ByteBuffer.wrap(body));
    }

    private void assertReceives(int number, int bodyBytes) {
        Message got = await(accepted.getFirst().receive()).orElseThrow();
        Message expected = message(number, bodyBytes);
        assertArrayEquals(expected.head(), got.head(), "another message or another order");
        assertEquals(expected.body(), got.body());
    }

    @Test
    void send_manySmallAndSomeLarge_arriveWholeAndInOrder() {
        int[] sizes = {0, 1, 60, 3000, 70_000, 0, 0, BLOCK_BYTES, 5};
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add(stream.send(message(i, sizes[i % sizes.length])));
        }
        stream.finish();

        for (int i = 0; i < 500; i++) {
            assertReceives(i, sizes[i % sizes.length]);
        }
        assertEquals(Optional.empty(), await(accepted.getFirst().receive()));
        run();
        assertTrue(sent.stream().allMatch(CompletableFuture::isDone));
        sent.forEach(CompletableFuture::join);
    }

    @Test
    void send_toReaderThatTakesNothing_isHeldBack() {
        int sentCount = 0;
        CompletableFuture<Void> last = stream.send(message(sentCount++, BLOCK_BYTES));
        run();
        while (last.isDone()) {
            last = stream.send(message(sentCount++, BLOCK_BYTES));
            run();
            assertTrue(sentCount < 16, "nothing bounds what is sent ahead");
        }

        for (int i = 0; i < sentCount; i++) {
            assertReceives(i, BLOCK_BYTES);
        }
        run();
        assertTrue(last.isDone(), "the reader took all, and the sender still waits");
    }

    @Test
    void reset_withMessagesUnderWay_givesThoseThatCameThenFails() {
        stream.send(message(0, 10));
        run();
        stream.reset();
        run();

        assertReceives(0, 10);
        CompletableFuture<Optional<Message>> next = accepted.getFirst().receive();
        run();
        assertThrows(CompletionException.class, next::join);
        CompletableFuture<Void> answer = accepted.getFirst().send(message(1, 10));
        run();
        assertThrows(CompletionException.class, answer::join);
    }

    @Test
    void receive_twoAtATime_isABug() {
        var _ = stream.receive();

        assertThrows(IllegalStateException.class, stream::receive);
    }
}

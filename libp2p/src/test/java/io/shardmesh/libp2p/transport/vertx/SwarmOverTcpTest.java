package io.shardmesh.libp2p.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.PeerConnection;
import io.shardmesh.libp2p.swarm.Stream;
import io.shardmesh.libp2p.swarm.StreamHandler;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.libp2p.swarm.SwarmException;
import io.shardmesh.libp2p.swarm.SwarmListener;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Swarms on real sockets of the loopback interface, each on an event loop of its own. */
final class SwarmOverTcpTest {

    private static final String TRANSFER = "/lab/transfer/1";
    private static final long TRANSFER_BYTES = 64L * 1024 * 1024;
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final Multiaddr LOOPBACK = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void transfer_64MebibytesBothWays_arrivesWhole() {
        Node one = new Node();
        Node two = new Node();
        Multiaddr bound = one.call(() -> one.swarm.listen(LOOPBACK));
        assertTrue(bound.tcpPort().orElseThrow() > 0, "the true port");
        Transfer served = new Transfer(1);
        one.run(() -> one.swarm.handle(TRANSFER, stream -> served));
        PeerConnection connection =
                two.call(() -> two.swarm.dial(bound.withPeer(one.swarm.self())));
        assertEquals(bound, connection.remoteAddress());
        Transfer asked = new Transfer(2);
        Stream opened = two.call(() -> two.swarm.open(one.swarm.self(), List.of(TRANSFER), asked));
        assertEquals(TRANSFER, opened.protocol());
        assertEquals(hashOfSent(2), served.received.join());
        assertEquals(hashOfSent(1), asked.received.join());
        assertEquals("in order", asked.ended.join());
        assertEquals("in order", served.ended.join());
        Duration roundTrip = two.call(() -> two.swarm.ping(one.swarm.self()));
        assertTrue(roundTrip.isPositive());
        one.call(one.swarm::close);
        two.call(two.swarm::close);
    }

    @Test
    void dial_closedPort_isRefused() {
        Node one = new Node();
        Node two = new Node();
        Multiaddr bound = one.call(() -> one.swarm.listen(LOOPBACK));
        one.call(one.swarm::close);
        CompletionException failed =
                assertThrows(
                        CompletionException.class, () -> two.call(() -> two.swarm.dial(bound)));
        SwarmException why = assertInstanceOf(SwarmException.class, failed.getCause());
        assertEquals(SwarmException.Kind.DIAL_FAILED, why.kind());
    }

    @Test
    void dial_nameAndIp6_connect() {
        Node one = new Node();
        Node two = new Node();
        Multiaddr bound = one.call(() -> one.swarm.listen(LOOPBACK));
        int port = bound.tcpPort().orElseThrow();
        Multiaddr named = Multiaddr.parse("/dns4/localhost/tcp/" + port);
        assertEquals(one.swarm.self(), two.call(() -> two.swarm.dial(named)).remote());
        Multiaddr bound6 = one.call(() -> one.swarm.listen(Multiaddr.parse("/ip6/::1/tcp/0")));
        Node three = new Node();
        PeerConnection connection = three.call(() -> three.swarm.dial(bound6));
        assertEquals(Optional.of("::1"), connection.remoteAddress().host());
    }

    @Test
    void close_swarm_theOtherSideHearsOfIt() {
        Node one = new Node();
        Node two = new Node();
        Multiaddr bound = one.call(() -> one.swarm.listen(LOOPBACK));
        CompletableFuture<Object> gone = new CompletableFuture<>();
        two.run(() ->
                two.swarm.addListener(
                        new SwarmListener() {
                            @Override
                            public void peerDisconnected(PeerId peer) {
                                gone.complete(peer);
                            }
                        }));
        two.call(() -> two.swarm.dial(bound));
        one.call(one.swarm::close);
        assertEquals(one.swarm.self(), gone.orTimeout(20, TimeUnit.SECONDS).join());
    }

    /** One swarm on its own strand; calls go there and wait for the result. */
    private final class Node {

        final VertxScheduler scheduler =
                VertxScheduler.create(((VertxInternal) vertx).createEventLoopContext());
        final Swarm swarm =
                Swarm.create(
                        SwarmConfig.of(
                                "lab/tcp", () -> List.of("127.0.0.1"), InstantSource.system()),
                        SigningKey.generate(new SecureRandom()::nextBytes),
                        VertxTransport.create(scheduler),
                        scheduler,
                        new SecureRandom()::nextBytes);

        <T> T call(Supplier<CompletableFuture<T>> action) {
            CompletableFuture<T> result = new CompletableFuture<>();
            scheduler.execute(() -> pass(action.get(), result));
            return result.orTimeout(60, TimeUnit.SECONDS).join();
        }

        void run(Runnable action) {
            call(() -> {
                action.run();
                return CompletableFuture.completedFuture("done");
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the result is waited for
    private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }

    /** Sends pseudo-random bytes as fast as they are taken, and hashes what comes. */
    private static final class Transfer implements StreamHandler {

        final CompletableFuture<String> received = new CompletableFuture<>();
        final CompletableFuture<String> ended = new CompletableFuture<>();
        private final MessageDigest digest = sha256();
        private final Random random;
        private long sentBytes;

        Transfer(long seed) {
            this.random = new Random(seed);
            received.orTimeout(120, TimeUnit.SECONDS);
            ended.orTimeout(120, TimeUnit.SECONDS);
        }

        @Override
        public void opened(Stream stream) {
            send(stream);
        }

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            int size = bytes.remaining();
            digest.update(bytes);
            stream.consumed(size);
        }

        @Override
        public void drained(Stream stream) {
            send(stream);
        }

        @Override
        public void remoteClosed(Stream stream) {
            received.complete(HexFormat.of().formatHex(digest.digest()));
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {
            ended.complete(why.orElse("in order"));
        }

        private void send(Stream stream) {
            while (stream.unsentBytes() == 0 && sentBytes < TRANSFER_BYTES) {
                byte[] chunk = new byte[CHUNK_BYTES];
                random.nextBytes(chunk);
                sentBytes += chunk.length;
                stream.write(ByteBuffer.wrap(chunk));
            }
            if (sentBytes == TRANSFER_BYTES) {
                stream.closeWrite();
            }
        }
    }

    private static String hashOfSent(long seed) {
        MessageDigest digest = sha256();
        Random random = new Random(seed);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long bytes = 0; bytes < TRANSFER_BYTES; bytes += chunk.length) {
            random.nextBytes(chunk);
            digest.update(chunk);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}

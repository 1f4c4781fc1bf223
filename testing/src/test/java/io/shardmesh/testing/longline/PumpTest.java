package io.shardmesh.testing.longline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pump between two pairs of sockets on loopback. */
@Timeout(60)
final class PumpTest {
    private static final int BYTES = 3_000_001;

    private Pair near = new Pair();
    private Pair far = new Pair();

    PumpTest() throws IOException {}

    /** Two connected sockets: one of ours, one of the relay's. */
    private static final class Pair implements AutoCloseable {
        private final SocketChannel ours;
        private final SocketChannel relays;

        Pair() throws IOException {
            try (ServerSocketChannel server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ours = SocketChannel.open(server.getLocalAddress());
                relays = server.accept();
            }
        }

        @Override
        public void close() throws IOException {
            ours.close();
            relays.close();
        }
    }

    @BeforeEach
    void pump() {
        Line slow = new Line(20_000_000, Duration.ofMillis(2), new Random(1), System::nanoTime);
        Pump.start(near.relays, far.relays, slow);
        Pump.start(far.relays, near.relays, Line.direct());
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    private static byte[] content() {
        byte[] content = new byte[BYTES];
        new Random(2).nextBytes(content);
        return content;
    }

    private static void write(SocketChannel to, byte[] content) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
            var _ = to.write(left);
        }
    }

    /** All that comes until the end. */
    private static ByteBuffer readAll(SocketChannel from) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(BYTES + 1);
        while (from.read(all) >= 0) {
            if (!all.hasRemaining()) {
                throw new IOException("more than was sent");
            }
        }
        return all.flip();
    }

    @Test
    void start_manyBytesAndTheirEnd_arriveInOrderAndTheOtherWayStaysOpen() throws IOException {
        Thread writing =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                write(near.ours, content());
                                near.ours.shutdownOutput();
                            } catch (IOException broken) {
                                throw new IllegalStateException(broken);
                            }
                        });
        assertEquals(ByteBuffer.wrap(content()), readAll(far.ours));
        assertEquals(Thread.State.TERMINATED, joined(writing).getState());
        write(far.ours, new byte[] {1, 2, 3});
        far.ours.shutdownOutput();
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), readAll(near.ours));
    }

    private static Thread joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return thread;
    }

    @Test
    void start_theFarSideIsGone_theNearSideHearsOfIt() throws IOException {
        far.ours.close();
        far.relays.close();
        assertThrows(
                IOException.class,
                () -> {
                    // Far more than sockets and the line hold: it would wait for ever.
                    for (int i = 0; i < 100; i++) {
                        write(near.ours, content());
                    }
                });
    }
}

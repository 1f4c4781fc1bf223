package io.shardmesh.libp2p.transport.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.transport.Listener;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Raw connections on the loopback interface, both ends on one strand. */
final class VertxTransportTest {

    private static final Multiaddr LOOPBACK = Multiaddr.tcp("127.0.0.1", 0);

    /** More than the socket buffers of both ends ever hold. */
    private static final int BIG = 32 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final VertxScheduler strand =
            VertxScheduler.create(((VertxInternal) vertx).createEventLoopContext());
    private final VertxTransport transport = VertxTransport.create(strand);
    private CompletableFuture<Connection> accepted = new CompletableFuture<>();
    private Counter server = new Counter();
    private final Counter client = new Counter();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void pauseReading_holdsTheWriterBackUntilResumed() {
        Connection connection = connected();
        server.wanted = BIG;
        Connection paused = accepted.join();
        Counter held = server;
        on(paused::pauseReading);
        on(() -> connection.write(ByteBuffer.allocate(BIG)));
        transferOnAnotherConnection();
        // Time enough for all of it; Vert.x hands over at most what it had read already.
        assertTrue(ask(connection::unsentBytes) > 0, "the rest waits with the writer");
        assertFalse(held.complete.isDone());
        on(paused::resumeReading);
        held.complete.join();
        client.drained.join();
        assertEquals(0, ask(connection::unsentBytes));
    }

    @Test
    void close_bytesQueued_arriveBeforeTheEnd() {
        Connection connection = connected();
        server.wanted = BIG;
        on(() -> {
            connection.write(ByteBuffer.allocate(BIG));
            connection.close();
        });
        assertEquals(Optional.empty(), server.closed.join());
        assertEquals(BIG, server.bytes);
        assertEquals(Optional.empty(), client.closed.join());
    }

    @Test
    void close_bytesQueued_leavesNoTimerBehind() {
        Connection connection = connected();
        long before = timerNumber();
        on(() -> {
            connection.write(ByteBuffer.allocate(5));
            connection.close();
        });
        client.closed.join();
        long after = timerNumber();
        assertTrue(after > before + 1, "one has watched the last bytes");
        for (long timer = before + 1; timer < after; timer++) {
            assertFalse(vertx.cancelTimer(timer), "timer " + timer + " holds what has ended");
        }
    }

    /** They are counted. */
    private long timerNumber() {
        long timer = vertx.setTimer(1, ignored -> {});
        vertx.cancelTimer(timer);
        return timer;
    }

    @Test
    void handler_setLate_missesNothing() {
        Listener listener = call(() -> transport.listen(LOOPBACK, accepted::complete));
        Connection connection = call(() -> transport.dial(listener.address()));
        server.wanted = 5;
        on(() -> connection.write(ByteBuffer.allocate(5)));
        Connection other = accepted.orTimeout(20, TimeUnit.SECONDS).join();
        // Two turns of the loop, in which an eager socket would have lost the bytes.
        ask(other::unsentBytes);
        ask(other::unsentBytes);
        on(() -> other.handler(server));
        server.complete.join();
    }

    @Test
    void listen_takenPort_fails() {
        Listener first = call(() -> transport.listen(LOOPBACK, accepted::complete));
        assertThrows(
                CompletionException.class,
                () -> call(() -> transport.listen(first.address(), accepted::complete)));
    }

    private void transferOnAnotherConnection() {
        accepted = new CompletableFuture<>();
        server = new Counter();
        server.wanted = BIG;
        Connection other = connected();
        on(() -> other.write(ByteBuffer.allocate(BIG)));
        server.complete.join();
    }

    private Connection connected() {
        Counter counter = server;
        CompletableFuture<Connection> taken = accepted;
        Listener listener =
                call(() ->
                        transport.listen(
                                Multiaddr.tcp("127.0.0.1", 0),
                                connection -> {
                                    connection.handler(counter);
                                    taken.complete(connection);
                                }));
        Connection connection = call(() -> transport.dial(listener.address()));
        on(() -> connection.handler(client));
        taken.orTimeout(20, TimeUnit.SECONDS).join();
        return connection;
    }

    private void on(Runnable action) {
        ask(() -> {
            action.run();
            return 0L;
        });
    }

    private long ask(Supplier<Long> question) {
        return call(() -> CompletableFuture.completedFuture(question.get()));
    }

    private <T> T call(Supplier<CompletableFuture<T>> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        strand.execute(() -> pass(action.get(), result));
        return result.orTimeout(20, TimeUnit.SECONDS).join();
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

    private static final class Counter implements ConnectionHandler {

        final CompletableFuture<String> complete = limited();
        final CompletableFuture<String> drained = limited();
        final CompletableFuture<Optional<String>> closed = limited();
        volatile long wanted = Long.MAX_VALUE;
        volatile long bytes;

        @Override
        public void received(ByteBuffer buffer) {
            long sum = bytes + buffer.remaining();
            bytes = sum;
            if (sum == wanted) {
                complete.complete("complete");
            }
        }

        @Override
        public void drained() {
            drained.complete("drained");
        }

        @Override
        public void closed(Optional<String> why) {
            closed.complete(why);
        }

        private static <T> CompletableFuture<T> limited() {
            return new CompletableFuture<T>().orTimeout(60, TimeUnit.SECONDS);
        }
    }
}

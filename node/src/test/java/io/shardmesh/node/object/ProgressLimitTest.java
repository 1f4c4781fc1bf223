package io.shardmesh.node.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Traffic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProgressLimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VirtualScheduler time = VirtualScheduler.create();
    private final CountingStream stream = new CountingStream();
    private final CompletableFuture<String> work = new CompletableFuture<>();
    private final CompletableFuture<String> bounded =
            ProgressLimit.within(
                    time,
                    stream,
                    LIMIT,
                    work,
                    () -> new Failure(FailureKind.TIMEOUT, "store at", "a holder", "it stalls"));

    @Test
    void within_whileBytesMove_waitsManyTimesTheLimit() {
        for (int second = 0; second < 300; second++) {
            stream.sentBytes += ProgressLimit.LEAST_BYTES / 8;
            time.advance(Duration.ofSeconds(1));
        }
        assertFalse(bounded.isDone());
        work.complete("done");
        assertEquals("done", bounded.resultNow());
    }

    @Test
    void within_whenNothingMoves_failsAfterTheLimit() {
        stream.sentBytes = 5L << 20;
        time.advance(Duration.ofSeconds(1)); // Seen here for the first time.
        time.advance(LIMIT.minusMillis(1));
        assertFalse(bounded.isDone());
        time.advance(Duration.ofMillis(1));
        assertTrue(bounded.isCompletedExceptionally());
    }

    @Test
    void within_whenAByteMovesNowAndThen_failsAllTheSame() {
        for (int second = 0; second < 11; second++) {
            stream.sentBytes += 100;
            time.advance(Duration.ofSeconds(1));
        }
        assertTrue(bounded.isCompletedExceptionally());
    }

    private static final class CountingStream implements MessageStream {
        long sentBytes;

        @Override
        public Link link() {
            PeerId peer =
                    PeerId.of(SigningKey.ofSeed(SecretBytes.copyOf(new byte[32])).verifyingKey());
            Digest unbound = Digest.of(new byte[Digest.SIZE_BYTES]);
            return new Link(peer, 1, true, Multiaddr.tcp("10.0.0.1", 1), unbound);
        }

        @Override
        public CompletableFuture<Void> send(Message message) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Optional<Message>> receive() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Traffic> traffic() {
            return CompletableFuture.completedFuture(new Traffic(0, sentBytes));
        }

        @Override
        public boolean isReusable() {
            return false;
        }

        @Override
        public void finish() {}

        @Override
        public void reset() {}
    }
}

package io.shardmesh.node.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Traffic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class IdleStreamsTest {
    private static final String PROTOCOL = "/questions";

    private final VirtualScheduler time = VirtualScheduler.create();
    private final IdleStreams idle = new IdleStreams(time.strand());
    private final PeerId peer =
            PeerId.of(SigningKey.ofSeed(SecretBytes.copyOf(new byte[32])).verifyingKey());

    @Test
    void take_whatWasLeft_givesItToOneAlone() {
        MemberStream left = leave(new OpenStream());
        assertEquals(Optional.of(left), idle.take(peer, PROTOCOL));
        assertEquals(Optional.empty(), idle.take(peer, PROTOCOL));
    }

    @Test
    void take_underAnotherProtocol_givesNothing() {
        leave(new OpenStream());
        assertEquals(Optional.empty(), idle.take(peer, "/others"));
    }

    @Test
    void take_ofAStreamThatBrokeMeanwhile_givesNothing() {
        OpenStream stream = new OpenStream();
        leave(stream);
        stream.reusable = false;
        assertEquals(Optional.empty(), idle.take(peer, PROTOCOL));
    }

    @Test
    void leave_aSecondOne_endsIt() {
        OpenStream first = new OpenStream();
        OpenStream second = new OpenStream();
        leave(first);
        leave(second);
        assertFalse(first.finished);
        assertTrue(second.finished);
    }

    @Test
    void leave_andNobodyAsks_endsItAfterItsLife() {
        OpenStream first = new OpenStream();
        leave(first);
        time.advance(IdleStreams.LIFE.minusSeconds(1));
        assertFalse(first.finished);
        time.advance(Duration.ofSeconds(1));
        assertTrue(first.finished);
        OpenStream second = new OpenStream();
        leave(second);
        time.advance(IdleStreams.LIFE);
        assertTrue(second.finished);
    }

    @Test
    void leave_againAfterUse_livesAnew() {
        OpenStream stream = new OpenStream();
        leave(stream);
        time.advance(IdleStreams.LIFE.minusSeconds(1));
        MemberStream taken = idle.take(peer, PROTOCOL).orElseThrow();
        idle.leave(taken, PROTOCOL);
        time.advance(IdleStreams.LIFE.minusSeconds(1));
        assertFalse(stream.finished);
        time.advance(Duration.ofSeconds(1));
        assertTrue(stream.finished);
    }

    private MemberStream leave(OpenStream stream) {
        MemberStream left = new MemberStream(stream);
        idle.leave(left, PROTOCOL);
        return left;
    }

    private final class OpenStream implements MessageStream {
        private boolean reusable = true;
        private boolean finished;

        @Override
        public Link link() {
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
            return CompletableFuture.completedFuture(new Traffic(0, 0));
        }

        @Override
        public boolean isReusable() {
            return reusable;
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void reset() {}
    }
}

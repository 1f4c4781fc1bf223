package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The ping protocol, both sides (libp2p specs, ping/README.md). */
final class Ping {

    static final String PROTOCOL = "/ipfs/ping/1.0.0";

    /**
     * Inbound streams of one connection: two are the least, peers that open one per ping overlap.
     */
    static final int INBOUND_COUNT = 4;

    private static final int SIZE_BYTES = 32;

    /** Opens a stream to a peer. */
    interface Opener {
        CompletableFuture<Stream> open(PeerId peer, List<String> protocols, StreamHandler handler);
    }

    private final Surroundings surroundings;
    private final Opener opener;
    private final Map<PeerId, Question> running = new LinkedHashMap<>();

    Ping(Surroundings surroundings, Opener opener) {
        this.surroundings = surroundings;
        this.opener = opener;
    }

    StreamHandler answer() {
        return new Echo();
    }

    /** One round trip; those who ask while one is under way share it. */
    CompletableFuture<Duration> ask(PeerId peer) {
        Question under = running.get(peer);
        if (under != null) {
            return Outcomes.follow(under.roundTrip);
        }
        Question question = new Question(peer);
        running.put(peer, question);
        Outcomes.when(
                question.roundTrip,
                time -> running.remove(peer, question),
                failure -> running.remove(peer, question));
        Outcomes.when(
                opener.open(peer, List.of(PROTOCOL), question),
                stream -> {},
                question.roundTrip::completeExceptionally);
        return Outcomes.follow(question.roundTrip);
    }

    /** Sends back whatever arrives, in pieces of any size, and ends when the other side does. */
    private static final class Echo implements StreamHandler {

        private int owedBytes;

        @Override
        public void opened(Stream stream) {}

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            owedBytes += bytes.remaining();
            stream.write(bytes);
            giveBack(stream);
        }

        @Override
        public void drained(Stream stream) {
            giveBack(stream);
        }

        @Override
        public void remoteClosed(Stream stream) {
            stream.closeWrite();
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {}

        /** Only when the echo went out: who does not read it gets no window for more. */
        private void giveBack(Stream stream) {
            if (stream.unsentBytes() == 0 && owedBytes > 0) {
                int bytes = owedBytes;
                owedBytes = 0;
                stream.consumed(bytes);
            }
        }
    }

    private final class Question implements StreamHandler {

        private final PeerId peer;
        private final CompletableFuture<Duration> roundTrip = new CompletableFuture<>();
        private final byte[] sent;
        private final ByteBuffer expected;
        private long sentNanos;
        private Optional<Scheduler.Timer> timer = Optional.empty();

        Question(PeerId peer) {
            this.peer = peer;
            this.sent = surroundings.random().bytes(SIZE_BYTES);
            this.expected = ByteBuffer.wrap(sent);
        }

        @Override
        public void opened(Stream stream) {
            Duration limit = surroundings.config().keepAlive().pingTimeout();
            timer = Optional.of(surroundings.scheduler().schedule(limit, () -> late(stream)));
            sentNanos = surroundings.nanoTime();
            stream.write(ByteBuffer.wrap(sent.clone()));
        }

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            int size = bytes.remaining();
            if (size > expected.remaining()
                    || !bytes.equals(expected.slice(expected.position(), size))) {
                fail(SwarmException.Kind.CLOSED, peer + " answered a ping with other bytes");
                stream.reset();
                return;
            }
            expected.position(expected.position() + size);
            stream.consumed(size);
            if (!expected.hasRemaining()) {
                roundTrip.complete(Duration.ofNanos(surroundings.nanoTime() - sentNanos));
                stream.closeWrite();
            }
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {
            stream.closeWrite();
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {
            timer.ifPresent(Scheduler.Timer::cancel);
            fail(SwarmException.Kind.CLOSED, why.orElse("stream closed before the answer"));
        }

        private void late(Stream stream) {
            fail(SwarmException.Kind.TIMEOUT, "no answer to a ping from " + peer);
            stream.reset();
        }

        private void fail(SwarmException.Kind kind, String why) {
            roundTrip.completeExceptionally(new SwarmException(kind, why));
        }
    }
}

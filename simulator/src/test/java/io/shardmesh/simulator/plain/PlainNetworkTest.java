package io.shardmesh.simulator.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkListener;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What users of {@link Network} rely on, over {@link PlainNetwork}. */
class PlainNetworkTest {
    private static final String TALK = "/talk/1";

    private final VirtualScheduler time = VirtualScheduler.create();
    private final SplittableRandom random = new SplittableRandom(7);
    private final PlainNetwork network = PlainNetwork.create(time, 7);
    private final VirtualStrand farStrand = time.strand();
    private final Network near = machine(1, time.strand());
    private final Network far = machine(2, farStrand);
    private final List<MessageStream> accepted = new ArrayList<>();

    PlainNetworkTest() {
        far.serve(TALK, accepted::add);
    }

    private Network machine(int number, VirtualStrand strand) {
        PeerId peer = PeerId.of(SigningKey.generate(random::nextBytes).verifyingKey());
        return network.join(peer, Multiaddr.tcp("10.0.0." + number, 4001), strand);
    }

    private <T> T await(CompletableFuture<T> future) {
        assertTrue(time.runUntil(future::isDone, Duration.ofMinutes(1)), "it ends in time");
        return future.join();
    }

    private FailureKind failure(CompletableFuture<?> future) {
        assertTrue(time.runUntil(future::isDone, Duration.ofMinutes(1)), "it ends in time");
        return assertInstanceOf(FailureException.class, Async.unwrap(future.exceptionNow()))
                .failure()
                .kind();
    }

    private static Message message(int number) {
        return Message.of(new byte[] {(byte) number});
    }

    private static int number(Optional<Message> message) {
        return message.orElseThrow().head()[0];
    }

    private MessageStream open() {
        MessageStream stream = await(near.open(far.self(), TALK));
        assertTrue(time.runUntil(() -> !accepted.isEmpty(), Duration.ofMinutes(1)));
        return stream;
    }

    @Test
    void messages_comeInOrder_andThenTheEnd() {
        MessageStream stream = open();
        for (int i = 0; i < 5; i++) {
            await(stream.send(message(i)));
        }
        stream.finish();

        MessageStream other = accepted.getFirst();
        for (int i = 0; i < 5; i++) {
            assertEquals(i, number(await(other.receive())));
        }
        assertTrue(await(other.receive()).isEmpty(), "nothing more comes");
        await(other.send(message(9)));
        assertEquals(9, number(await(stream.receive())), "the other direction goes on");
        assertEquals(FailureKind.UNREACHABLE, failure(stream.send(message(1))));
    }

    @Test
    void message_takesTheLatencyOfItsLink() {
        MessageStream stream = open();
        CompletableFuture<Optional<Message>> received = accepted.getFirst().receive();
        long start = time.nanoTime();

        await(stream.send(message(1)));
        assertFalse(received.isDone(), "not before it has got there");
        await(received);

        assertTrue(time.nanoTime() - start >= 500_000, "half a millisecond at least");
    }

    @Test
    void reset_endsBothSides_andDropsWhatWasNotReceived() {
        MessageStream stream = open();
        CompletableFuture<Optional<Message>> waiting = stream.receive();
        await(stream.send(message(1)));
        stream.reset();

        assertEquals(FailureKind.UNREACHABLE, failure(waiting));
        time.advance(Duration.ofSeconds(1));
        assertEquals(FailureKind.UNREACHABLE, failure(accepted.getFirst().receive()));
        assertEquals(FailureKind.UNREACHABLE, failure(accepted.getFirst().send(message(2))));
    }

    @Test
    void sender_waitsForAReceiverThatDoesNotTake() {
        MessageStream stream = open();
        int pieceBytes = 1 << 20;
        CompletableFuture<Void> sent = stream.send(block(pieceBytes));
        assertTrue(sent.isDone(), "the first is welcome");
        CompletableFuture<Void> held = stream.send(block(pieceBytes));
        time.advance(Duration.ofMinutes(1));
        assertFalse(held.isDone(), "nobody has taken any");

        await(accepted.getFirst().receive());
        await(held);
    }

    private static Message block(int bytes) {
        return new Message(new byte[1], ByteBuffer.allocate(bytes));
    }

    @Test
    void machineThatLeaves_isMissedByAllThatHadALink() {
        MessageStream stream = open();
        Ups ups = new Ups();
        near.listen(ups);
        CompletableFuture<Optional<Message>> waiting = stream.receive();

        farStrand.stop();
        network.leave(far.self());
        time.advance(PlainNetwork.SILENCE_LIMIT.minusSeconds(1));
        assertFalse(waiting.isDone(), "silence alone says nothing");
        time.advance(Duration.ofSeconds(2));

        assertEquals(FailureKind.UNREACHABLE, failure(waiting));
        assertEquals(List.of(far.self()), ups.down);
        assertTrue(await(near.links()).isEmpty());
        assertEquals(FailureKind.UNREACHABLE, failure(near.open(far.self(), TALK)));
    }

    @Test
    void twoThatDialEachOther_haveOneLink_andBothMissTheOther() {
        Ups ups = new Ups();
        near.listen(ups);
        CompletableFuture<Link> one = near.connect(far.self(), await(far.listenAddresses()));
        CompletableFuture<Link> other = far.connect(near.self(), await(near.listenAddresses()));
        Digest binding = await(one).handshakeHash();
        assertEquals(binding, await(other).handshakeHash(), "the same at both ends");
        time.advance(Duration.ofSeconds(1));
        assertEquals(1, await(far.links()).size());

        network.leave(far.self());
        time.advance(PlainNetwork.SILENCE_LIMIT);
        assertEquals(List.of(far.self()), ups.up);
        assertEquals(List.of(far.self()), ups.down);
    }

    @Test
    void dial_toNobody_endsInTime() {
        List<Multiaddr> addresses = await(far.listenAddresses());
        network.leave(far.self());
        long start = time.nanoTime();

        assertEquals(FailureKind.UNREACHABLE, failure(near.connect(far.self(), addresses)));

        assertEquals(PlainNetwork.DIAL_LIMIT.toNanos(), time.nanoTime() - start);
    }

    @Test
    void disconnect_endsTheStreamsOfBoth() {
        MessageStream stream = open();
        near.disconnect(far.self(), "revoked");

        assertEquals(FailureKind.UNREACHABLE, failure(stream.receive()));
        time.advance(Duration.ofSeconds(1));
        assertEquals(FailureKind.UNREACHABLE, failure(accepted.getFirst().receive()));
        assertTrue(await(far.links()).isEmpty());
    }

    @Test
    void open_protocolThatNobodyServes_breaksOff() {
        MessageStream stream = await(near.open(far.self(), "/other/1"));

        assertEquals(FailureKind.UNREACHABLE, failure(stream.receive()));
    }

    @Test
    void find_namesWhoAnnounced_andForADayOrTwoWhoIsGone() {
        Digest key = Digest.of(new byte[Digest.SIZE_BYTES]);
        far.contents().added(List.of(key));
        assertEquals(List.of(), found(key), "announcing is off");
        far.contents().announcing(true);
        assertEquals(List.of(far.self()), found(key));

        network.leave(far.self());
        time.advance(Providers.LIFE.minusHours(1));
        assertEquals(List.of(far.self()), found(key));
        time.advance(Duration.ofHours(2));
        assertEquals(List.of(), found(key));
    }

    private List<PeerId> found(Digest key) {
        List<PeerId> found = new ArrayList<>();
        await(near.contents().find(key, found::add).done());
        return found;
    }

    @Test
    void digest_differsByWhatWasSent() {
        MessageStream stream = open();
        long before = network.digest();
        await(stream.send(message(1)));
        long one = network.digest();
        await(stream.send(message(1)));

        assertNotEquals(before, one);
        assertNotEquals(one, network.digest());
        assertEquals(2, network.volume(TALK).headBytes());
    }

    private static final class Ups implements LinkListener {
        final List<PeerId> up = new ArrayList<>();
        final List<PeerId> down = new ArrayList<>();

        @Override
        public void linkUp(Link link) {
            up.add(link.peer());
        }

        @Override
        public void linkDown(PeerId peer) {
            down.add(peer);
        }

        @Override
        public void addressesKnown(PeerId peer, List<Multiaddr> addresses) {}
    }
}

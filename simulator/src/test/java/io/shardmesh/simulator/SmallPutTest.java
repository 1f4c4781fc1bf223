package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.InlineReply;
import io.shardmesh.node.holder.proto.InlineRequest;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.holder.proto.Prove;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Objects that lie in their manifests: how they reach their holders, and what these refuse. */
class SmallPutTest {
    private static final Duration ONE_WAY = Duration.ofMillis(50);
    private static final int SMALL_BYTES = 4096;

    private final SimulatedMesh mesh = SimulatedMesh.joined(61, 7);
    private final SimulatedNode first = mesh.holders().getFirst();
    private final HolderMessages messages = new HolderMessages(mesh);

    @Test
    void put_whenHoldersAreKnown_takesOneRoundTrip() {
        put();
        mesh.network().latency((from, to, bytes) -> ONE_WAY);
        mesh.time().advance(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            assertTrue(putTime().compareTo(ONE_WAY.multipliedBy(3)) < 0);
        }
    }

    @Test
    void put_whenRoomWasStatedLongAgo_asksAgainFirst() {
        put();
        mesh.network().latency((from, to, bytes) -> ONE_WAY);
        mesh.time().advance(Duration.ofMinutes(11));
        assertTrue(putTime().compareTo(ONE_WAY.multipliedBy(4)) >= 0);
        assertTrue(putTime().compareTo(ONE_WAY.multipliedBy(3)) < 0);
    }

    @Test
    void put_manyAtOnce_keepsThreeCopiesOfEach() {
        List<byte[]> contents = new ArrayList<>();
        List<CompletableFuture<PutOutcome>> puts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            contents.add(mesh.randomSource().bytes(SMALL_BYTES));
            puts.add(mesh.put("n" + i, contents.get(i)).outcome());
        }
        for (int i = 0; i < puts.size(); i++) {
            PutOutcome stored = mesh.await(puts.get(i));
            assertEquals(3, stored.durability().completeCount());
            assertArrayEquals(contents.get(i), mesh.get(stored.objectKey()));
        }
    }

    @Test
    void put_whenHoldersDieUnderItsStreams_findsOthers() {
        put();
        mesh.holders().subList(0, 4).forEach(SimulatedNode::kill);
        for (int i = 0; i < 5; i++) {
            assertEquals(3, put().durability().completeCount());
        }
        mesh.holders().subList(0, 4).forEach(SimulatedNode::start);
        mesh.settle();
        mesh.holders().subList(4, 7).forEach(SimulatedNode::kill);
        mesh.time().advance(Duration.ofSeconds(2));
        assertEquals(3, put().durability().completeCount());
    }

    @Test
    void put_whenHoldersFallSilent_findsOthersInBoundedTime() {
        put();
        mesh.holders()
                .subList(0, 4)
                .forEach(holder -> mesh.network().cut(mesh.client().host(), holder.host()));
        long from = mesh.time().nanoTime();
        assertEquals(3, put().durability().completeCount());
        assertTrue(mesh.time().nanoTime() - from < Duration.ofSeconds(65).toNanos());
    }

    @Test
    void put_whenTooFewMachinesAreThere_sendsNothing() {
        mesh.holders().subList(1, 7).forEach(SimulatedNode::kill);
        mesh.time().advance(Duration.ofSeconds(2));
        Failure failure = Failures.of(mesh, mesh.put("a", new byte[SMALL_BYTES]).outcome());
        assertEquals(FailureKind.TOO_FEW_MACHINES, failure.kind());
        assertTrue(failure.cause().contains("--min-machines 1"), failure.toString());
        assertEquals(0, mesh.await(first.shards().usage()).shardCount());
    }

    @Test
    void keep_withoutAProof_endsTheStream() {
        MessageStream stream = begun();
        send(stream, InlineRequest.newBuilder().setKeep(Keep.newBuilder().setNumber(1)));
        assertEnded(stream, FailureKind.MALFORMED);
    }

    @Test
    void prove_withAProofForAnotherStream_endsTheStream() {
        try (SigningKey owner = mesh.client().keyring().signingKey(0)) {
            MessageStream stream = begun();
            send(stream, InlineRequest.newBuilder().setProve(proof(owner, new byte[32], stream)));
            assertEnded(stream, FailureKind.REFUSED);
        }
    }

    @Test
    void keep_ofAnotherOwnersObject_isRefused() {
        MessageStream stream = messages.open(mesh.client(), first, HolderProtocols.INLINE);
        byte[] nonce = new byte[32];
        try (SigningKey stranger = SigningKey.generate(mesh.randomSource());
                SigningKey owner = mesh.client().keyring().signingKey(0)) {
            byte[] theirs = begin(stream, nonce);
            send(stream, InlineRequest.newBuilder().setProve(proof(stranger, theirs, stream)));
            Keep.Builder keep =
                    Keep.newBuilder().setNumber(7).setHeader(messages.reserve(owner).getHeader());
            send(stream, InlineRequest.newBuilder().setKeep(keep));
            InlineReply reply = hear(stream);
            assertEquals(7, reply.getNotKept().getNumber());
            assertFalse(reply.hasKept());
        }
        assertEquals(0, mesh.await(first.shards().usage()).reservedBytes());
    }

    @Test
    void begin_moreStreamsThanAPeerMayHave_isRefused() {
        List<MessageStream> open = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            open.add(begun());
        }
        assertEnded(messages.open(mesh.client(), first, HolderProtocols.INLINE), FailureKind.BUSY);
        open.getFirst().finish();
        mesh.time().advance(Duration.ofSeconds(1));
        begun();
    }

    private PutOutcome put() {
        return mesh.await(mesh.put("a", mesh.randomSource().bytes(SMALL_BYTES)).outcome());
    }

    private Duration putTime() {
        long from = mesh.time().nanoTime();
        assertEquals(3, put().durability().completeCount());
        return Duration.ofNanos(mesh.time().nanoTime() - from);
    }

    private MessageStream begun() {
        MessageStream stream = messages.open(mesh.client(), first, HolderProtocols.INLINE);
        begin(stream, new byte[32]);
        return stream;
    }

    private byte[] begin(MessageStream stream, byte[] nonce) {
        send(
                stream,
                InlineRequest.newBuilder()
                        .setBegin(
                                messages.begin().toBuilder().setNonce(ByteString.copyFrom(nonce))));
        return hear(stream).getReady().getNonce().toByteArray();
    }

    private Prove proof(SigningKey owner, byte[] holderNonce, MessageStream stream) {
        ConnectionBinding binding =
                new ConnectionBinding(
                        mesh.client().peer(),
                        first.peer(),
                        Bytes.of(new byte[32]),
                        Bytes.of(holderNonce),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        MeshId id = new MeshId(mesh.await(first.node().mesh().members()).mesh());
        ConnectionProof proof =
                ConnectionProof.prove(
                        owner,
                        new ConnectionProof.Purpose(Context.INLINE, id),
                        binding,
                        new byte[0]);
        return Prove.newBuilder()
                .setOwner(ByteString.copyFrom(owner.verifyingKey().bytes()))
                .setProof(ByteString.copyFrom(proof.signature().bytes()))
                .build();
    }

    private static void send(MessageStream stream, InlineRequest.Builder request) {
        stream.send(Message.of(request.build().toByteArray()));
    }

    private InlineReply hear(MessageStream stream) {
        return HolderMessages.inlineReply(mesh.await(stream.receive()).orElseThrow());
    }

    private void assertEnded(MessageStream stream, FailureKind kind) {
        InlineReply reply = hear(stream);
        assertFalse(reply.getNotKept().hasNumber());
        assertEquals(kind, FailureKind.ofWireNumber(reply.getNotKept().getKind()));
        assertEquals(Optional.empty(), mesh.await(stream.receive()));
    }
}

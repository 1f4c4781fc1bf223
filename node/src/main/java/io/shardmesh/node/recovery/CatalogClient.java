package io.shardmesh.node.recovery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.SignedCatalogHead;
import io.shardmesh.node.recovery.proto.Begin;
import io.shardmesh.node.recovery.proto.CatalogReply;
import io.shardmesh.node.recovery.proto.CatalogRequest;
import io.shardmesh.node.recovery.proto.GetHeads;
import io.shardmesh.node.recovery.proto.ListOwned;
import io.shardmesh.node.recovery.proto.OwnedPage;
import io.shardmesh.node.recovery.proto.PutHead;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/**
 * Asks holders about heads and objects of an owner. Believes only what is signed. On the strand.
 */
final class CatalogClient {
    /** What a signature over a challenge asks for, see docs/formats/messages.md. */
    static final byte[] LIST_OWNED = {'l', 'i', 's', 't'};

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(4);

    /** A page may take a hundred reads of a disk. */
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(30);

    private final Environment environment;
    private final Members members;

    CatalogClient(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
    }

    /** Has a holder keep the head; gives the sequence of the one that it has then. */
    CompletableFuture<Long> put(PeerId holder, SignedCatalogHead head) {
        return ask(holder, putting(head), reply -> reply.getKept().getSequence());
    }

    /**
     * Shows a holder heads, one after the other on one stream: in a large mesh there are hundreds.
     *
     * @param kept told of each that the holder did not refuse the sequence of the one it has then
     */
    CompletableFuture<Void> show(
            PeerId holder, List<SignedCatalogHead> heads, ObjLongConsumer<SignedCatalogHead> kept) {
        if (heads.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Iterator<SignedCatalogHead> left = heads.iterator();
        return members.resume(holder, CatalogSession.PROTOCOL)
                .thenCompose(stream ->
                        Async.loop(() -> showNext(stream, left, kept))
                                .whenComplete((done, trouble) -> end(stream, trouble == null)));
    }

    private CompletableFuture<Boolean> showNext(
            MemberStream stream,
            Iterator<SignedCatalogHead> left,
            ObjLongConsumer<SignedCatalogHead> kept) {
        if (!left.hasNext()) {
            return CompletableFuture.completedFuture(false);
        }
        SignedCatalogHead head = left.next();
        return Async.within(
                        environment.strand(),
                        ANSWER_LIMIT,
                        answer(stream, putting(head)),
                        () -> members.away(stream.peer()))
                .thenApply(reply -> {
                    if (reply.hasKept()) {
                        kept.accept(head, reply.getKept().getSequence());
                    }
                    return reply.hasKept() || reply.hasRefused();
                });
    }

    private static CatalogRequest putting(SignedCatalogHead head) {
        PutHead put = PutHead.newBuilder().setHead(ByteString.copyFrom(head.encode())).build();
        return CatalogRequest.newBuilder().setPutHead(put).build();
    }

    /**
     * The heads of an owner that a holder has; those that are not good are left out.
     *
     * @param known whose signatures were verified before
     */
    CompletableFuture<List<SignedCatalogHead>> heads(
            PeerId holder, VerifyingKey owner, HeadShelf known) {
        GetHeads get = GetHeads.newBuilder().setOwner(ByteString.copyFrom(owner.bytes())).build();
        return ask(
                holder,
                CatalogRequest.newBuilder().setGetHeads(get).build(),
                reply ->
                        reply.getHeads().getHeadList().stream()
                                .limit(HeadShelf.DEVICES_PER_OWNER)
                                .flatMap(bytes -> decode(bytes.toByteArray()).stream())
                                .filter(head -> head.head().owner().equals(owner))
                                .filter(head -> known.has(head) || head.verify(members.mesh()))
                                .toList());
    }

    private static Optional<SignedCatalogHead> decode(byte[] bytes) {
        try {
            return Optional.of(SignedCatalogHead.decode(bytes));
        } catch (MalformedRecordException malformed) {
            return Optional.empty();
        }
    }

    /** A page of what a holder has of the owner's, behind an object. */
    CompletableFuture<OwnedPage> owned(PeerId holder, SigningKey owner, Optional<Digest> after) {
        byte[] nonce = environment.random().bytes(ConnectionBinding.PART_BYTES);
        CatalogRequest begin =
                CatalogRequest.newBuilder()
                        .setBegin(Begin.newBuilder().setNonce(ByteString.copyFrom(nonce)))
                        .build();
        return Async.within(
                environment.strand(),
                PAGE_LIMIT,
                members.open(holder, CatalogSession.PROTOCOL)
                        .thenCompose(stream ->
                                exchange(stream, begin)
                                        .thenCompose(reply ->
                                                exchange(
                                                        stream,
                                                        list(stream, nonce, reply, owner, after)))
                                        .whenComplete((page, done) -> stream.messages().finish()))
                        .thenApply(CatalogReply::getOwned),
                () -> members.away(holder));
    }

    private CatalogRequest list(
            MemberStream stream,
            byte[] nonce,
            CatalogReply challenge,
            SigningKey owner,
            Optional<Digest> after) {
        byte[] theirs = challenge.getChallenge().getNonce().toByteArray();
        if (theirs.length != ConnectionBinding.PART_BYTES) {
            throw members.away(stream.peer()).exception();
        }
        ConnectionBinding binding =
                new ConnectionBinding(
                        members.self(),
                        stream.peer(),
                        Bytes.of(nonce),
                        Bytes.of(theirs),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        ConnectionProof proof =
                ConnectionProof.prove(
                        owner,
                        new ConnectionProof.Purpose(Context.CHALLENGE, members.mesh()),
                        binding,
                        LIST_OWNED);
        ListOwned.Builder list =
                ListOwned.newBuilder()
                        .setOwner(ByteString.copyFrom(owner.verifyingKey().bytes()))
                        .setProof(ByteString.copyFrom(proof.signature().bytes()));
        after.ifPresent(key -> list.setAfter(ByteString.copyFrom(key.bytes())));
        return CatalogRequest.newBuilder().setListOwned(list).build();
    }

    private <T> CompletableFuture<T> ask(
            PeerId holder, CatalogRequest request, Function<CatalogReply, T> read) {
        return Async.within(
                environment.strand(),
                ANSWER_LIMIT,
                members.resume(holder, CatalogSession.PROTOCOL)
                        .thenCompose(stream ->
                                exchange(stream, request)
                                        .whenComplete(
                                                (reply, trouble) -> end(stream, trouble == null)))
                        .thenApply(read),
                () -> members.away(holder));
    }

    private void end(MemberStream stream, boolean well) {
        if (well) {
            members.leaveOpen(stream, CatalogSession.PROTOCOL);
        } else {
            stream.messages().finish();
        }
    }

    private CompletableFuture<CatalogReply> exchange(MemberStream stream, CatalogRequest request) {
        return answer(stream, request).thenApply(reply -> checked(stream.peer(), reply));
    }

    /** The answer, which may be a refusal; an empty one when there is none. */
    private static CompletableFuture<CatalogReply> answer(
            MemberStream stream, CatalogRequest request) {
        return stream.messages()
                .send(Message.of(request.toByteArray()))
                .thenCompose(sent -> stream.messages().receive())
                .thenApply(CatalogClient::parse);
    }

    private CatalogReply checked(PeerId peer, CatalogReply reply) {
        if (reply.hasRefused()) {
            throw Async.failure(
                    FailureKind.ofWireNumber(reply.getRefused().getKind()),
                    "ask",
                    "peer " + peer,
                    reply.getRefused().getCause());
        }
        return reply;
    }

    private static CatalogReply parse(Optional<Message> message) {
        try {
            return CatalogReply.parseFrom(message.map(Message::head).orElse(new byte[0]));
        } catch (InvalidProtocolBufferException malformed) {
            return CatalogReply.getDefaultInstance();
        }
    }
}

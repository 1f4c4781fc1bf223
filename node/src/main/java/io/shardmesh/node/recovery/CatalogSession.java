package io.shardmesh.node.recovery;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.SignedCatalogHead;
import io.shardmesh.node.recovery.proto.CatalogRefused;
import io.shardmesh.node.recovery.proto.CatalogReply;
import io.shardmesh.node.recovery.proto.CatalogRequest;
import io.shardmesh.node.recovery.proto.Challenge;
import io.shardmesh.node.recovery.proto.HeadKept;
import io.shardmesh.node.recovery.proto.Heads;
import io.shardmesh.node.recovery.proto.ListOwned;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The holder's end of a stream about catalogs: one request after the other. */
final class CatalogSession {
    static final String PROTOCOL = "/shardmesh/catalog/1.0.0";

    private final HeadKeeper keeper;
    private final MemberStream stream;
    private @Nullable ConnectionBinding binding;

    CatalogSession(HeadKeeper keeper, MemberStream stream) {
        this.keeper = keeper;
        this.stream = stream;
    }

    void run() {
        Async.loop(this::serveNext)
                .whenComplete((done, trouble) -> {
                    if (trouble != null) {
                        stream.messages().reset();
                    } else {
                        stream.messages().finish();
                    }
                });
    }

    private CompletableFuture<Boolean> serveNext() {
        return stream.messages()
                .receive()
                .thenCompose(message ->
                        message.isEmpty()
                                ? CompletableFuture.completedFuture(false)
                                : serve(message.get()));
    }

    private CompletableFuture<Boolean> serve(Message message) {
        return Async.attempt(() -> answer(message))
                .exceptionally(trouble -> refused(Async.failureOf(trouble)))
                .thenCompose(reply -> stream.messages().send(Message.of(reply.toByteArray())))
                .thenApply(sent -> true);
    }

    private CompletableFuture<CatalogReply> answer(Message message) {
        CatalogRequest request;
        try {
            request = CatalogRequest.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw malformed("that is no request");
        }
        return switch (request.getKindCase()) {
            case PUT_HEAD -> putHead(request.getPutHead().getHead().toByteArray());
            case GET_HEADS -> heads(owner(request.getGetHeads().getOwner()));
            case BEGIN -> begin(request.getBegin().getNonce().toByteArray());
            case LIST_OWNED -> listOwned(request.getListOwned());
            case KIND_NOT_SET -> throw malformed("an unknown request");
        };
    }

    private CompletableFuture<CatalogReply> putHead(byte[] bytes) {
        SignedCatalogHead head = decode(() -> SignedCatalogHead.decode(bytes));
        return keeper.take(head)
                .thenApply(counts ->
                        CatalogReply.newBuilder()
                                .setKept(
                                        HeadKept.newBuilder().setSequence(counts.head().sequence()))
                                .build());
    }

    /** As many as one message carries: a head has some 3 KiB. */
    private CompletableFuture<CatalogReply> heads(VerifyingKey owner) {
        Heads.Builder heads = Heads.newBuilder();
        int room = Message.MAX_HEAD_BYTES - 1024;
        for (SignedCatalogHead head : keeper.shelf().of(owner)) {
            byte[] bytes = head.encode();
            room -= bytes.length + 8;
            if (room >= 0) {
                heads.addHead(ByteString.copyFrom(bytes));
            }
        }
        return CompletableFuture.completedFuture(CatalogReply.newBuilder().setHeads(heads).build());
    }

    private CompletableFuture<CatalogReply> begin(byte[] theirs) {
        if (theirs.length != ConnectionBinding.PART_BYTES) {
            throw malformed("a nonce has 32 bytes");
        }
        byte[] nonce = keeper.environment().random().bytes(ConnectionBinding.PART_BYTES);
        binding =
                new ConnectionBinding(
                        stream.peer(),
                        keeper.members().self(),
                        Bytes.of(theirs),
                        Bytes.of(nonce),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        return CompletableFuture.completedFuture(
                CatalogReply.newBuilder()
                        .setChallenge(Challenge.newBuilder().setNonce(ByteString.copyFrom(nonce)))
                        .build());
    }

    private CompletableFuture<CatalogReply> listOwned(ListOwned request) {
        VerifyingKey owner = owner(request.getOwner());
        ConnectionBinding challenged = binding;
        binding = null; // A signature answers one challenge, once.
        Signature signature = decode(() -> Signature.of(request.getProof().toByteArray()));
        boolean proven =
                challenged != null
                        && new ConnectionProof(owner, signature)
                                .verify(
                                        new ConnectionProof.Purpose(
                                                Context.CHALLENGE, keeper.members().mesh()),
                                        challenged,
                                        CatalogClient.LIST_OWNED);
        if (!proven) {
            throw failure(FailureKind.REFUSED, "the challenge is not signed by that owner");
        }
        Optional<Digest> after =
                request.hasAfter()
                        ? Optional.of(decode(() -> Digest.of(request.getAfter().toByteArray())))
                        : Optional.empty();
        return keeper.owned(owner, after)
                .thenApply(page -> CatalogReply.newBuilder().setOwned(page).build());
    }

    private static VerifyingKey owner(ByteString bytes) {
        return decode(() -> VerifyingKey.of(bytes.toByteArray()));
    }

    private static <T> T decode(Supplier<T> decoding) {
        try {
            return decoding.get();
        } catch (MalformedRecordException | IllegalArgumentException wrong) {
            throw malformed(String.valueOf(wrong.getMessage()));
        }
    }

    private static CatalogReply refused(Failure failure) {
        boolean own = failure.kind() == FailureKind.INTERNAL;
        return CatalogReply.newBuilder()
                .setRefused(
                        CatalogRefused.newBuilder()
                                .setKind(failure.kind().wireNumber())
                                .setCause(own ? "an error" : failure.cause()))
                .build();
    }

    private static FailureException malformed(String cause) {
        return failure(FailureKind.MALFORMED, cause);
    }

    private static FailureException failure(FailureKind kind, String cause) {
        return Async.failure(kind, "answer about", "a catalog", cause);
    }
}

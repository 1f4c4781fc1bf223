package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.InlineReply;
import io.shardmesh.node.holder.proto.InlineRequest;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.holder.proto.Kept;
import io.shardmesh.node.holder.proto.NotKept;
import io.shardmesh.node.holder.proto.Prove;
import io.shardmesh.node.holder.proto.Ready;
import io.shardmesh.node.holder.proto.Room;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.SignedClaim;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A putter's stream of small objects. The owner proves its key once, for this stream: what comes on
 * it comes from the same peer, in order and not twice, because the channel below sees to that.
 *
 * <p>Several objects are kept at once, so that they share the syncs of the store's group commit;
 * with {@link #AT_ONCE_COUNT} under way no more are read, and the putter's window fills up.
 */
final class InlineSession {
    /** Each is a message of at most 128 KiB, mostly of 10 KiB; more would not make syncs fewer. */
    private static final int AT_ONCE_COUNT = 32;

    private final Holder holder;
    private final PutterStream stream;
    private @Nullable ConnectionBinding binding;
    private @Nullable VerifyingKey owner;
    private int underWayCount;
    private @Nullable CompletableFuture<Boolean> oneEnded;

    InlineSession(Holder holder, MemberStream stream) {
        this.holder = holder;
        this.stream = new PutterStream(holder, stream);
    }

    void run() {
        int most = holder.limits().inlineStreamsPerPeerCount();
        if (!holder.inlineStreams().enter(stream.peer(), most)) {
            refuse(Refusals.failure(FailureKind.BUSY, "too many streams of small objects"));
            return;
        }
        stream.serveAll(this::serve)
                .whenComplete((done, trouble) -> {
                    holder.inlineStreams().leave(stream.peer());
                    if (trouble == null) {
                        stream.finish();
                    } else {
                        refuse(Async.failureOf(trouble));
                    }
                });
    }

    private CompletableFuture<Boolean> serve(Message message) {
        InlineRequest request;
        try {
            request = InlineRequest.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw Refusals.malformed("that is no request to keep small objects");
        }
        return switch (request.getKindCase()) {
            case BEGIN -> begin(request.getBegin().getNonce().toByteArray());
            case PROVE -> prove(request.getProve());
            case KEEP -> keep(request.getKeep());
            case ASK_ROOM -> tellRoom();
            case KIND_NOT_SET -> PutterStream.GO_ON;
        };
    }

    private CompletableFuture<Boolean> begin(byte[] putterNonce) {
        if (binding != null) {
            throw Refusals.malformed("a beginning out of order");
        }
        PutterStream.Exchange exchange = stream.exchange(putterNonce);
        binding = exchange.binding();
        return holder.freeBytes()
                .thenCompose(free ->
                        reply(
                                InlineReply.newBuilder()
                                        .setReady(
                                                Ready.newBuilder()
                                                        .setNonce(exchange.own())
                                                        .setFreeBytes(free))));
    }

    private CompletableFuture<Boolean> tellRoom() {
        return holder.freeBytes()
                .thenCompose(free ->
                        reply(
                                InlineReply.newBuilder()
                                        .setRoom(Room.newBuilder().setFreeBytes(free))));
    }

    private CompletableFuture<Boolean> prove(Prove request) {
        ConnectionBinding exchanged = binding;
        if (exchanged == null || owner != null) {
            throw Refusals.malformed("a proof out of order");
        }
        ConnectionProof proof =
                Refusals.decode(() ->
                        new ConnectionProof(
                                VerifyingKey.of(request.getOwner().toByteArray()),
                                Signature.of(request.getProof().toByteArray())));
        var purpose = new ConnectionProof.Purpose(Context.INLINE, holder.members().mesh());
        if (!proof.verify(purpose, exchanged, new byte[0])) {
            throw Refusals.refused("the proof of its owner does not hold");
        }
        owner = proof.key();
        return PutterStream.GO_ON;
    }

    private CompletableFuture<Boolean> keep(Keep request) {
        VerifyingKey proved = owner;
        if (proved == null) {
            throw Refusals.malformed("nobody's object");
        }
        underWayCount++;
        Async.attempt(() -> InlineObject.decode(request).keep(holder, proved))
                .handle((claim, trouble) ->
                        trouble == null
                                ? kept(request.getNumber(), claim)
                                : notKept(request.getNumber(), Async.failureOf(trouble)))
                .thenCompose(this::reply)
                .whenComplete((sent, gone) -> ended());
        return underWayCount < AT_ONCE_COUNT ? PutterStream.GO_ON : waitForOne();
    }

    private CompletableFuture<Boolean> waitForOne() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        oneEnded = next;
        return next;
    }

    private void ended() {
        underWayCount--;
        CompletableFuture<Boolean> waiting = oneEnded;
        oneEnded = null;
        if (waiting != null) {
            waiting.complete(true);
        }
    }

    private static InlineReply.Builder kept(long number, SignedClaim claim) {
        return InlineReply.newBuilder()
                .setKept(
                        Kept.newBuilder()
                                .setNumber(number)
                                .setClaim(ByteString.copyFrom(claim.encode())));
    }

    private static InlineReply.Builder notKept(long number, Failure failure) {
        return InlineReply.newBuilder()
                .setNotKept(
                        NotKept.newBuilder()
                                .setNumber(number)
                                .setKind(failure.kind().wireNumber())
                                .setCause(failure.cause()));
    }

    private CompletableFuture<Boolean> reply(InlineReply.Builder reply) {
        return stream.reply(reply.build());
    }

    /** Refuses the whole stream. */
    private void refuse(Failure failure) {
        InlineReply.Builder refusal = notKept(0, failure);
        refusal.getNotKeptBuilder().clearNumber();
        stream.finishWith(refusal.build());
    }
}

package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Block;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Committed;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.holder.proto.Refused;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.holder.proto.Reserved;
import io.shardmesh.node.holder.proto.Space;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.SignedClaim;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One putter's session for one shard. Whatever ends it before the commit is acknowledged takes back
 * what it has stored.
 */
final class PutSession {
    private static final CompletableFuture<Boolean> GO_ON = CompletableFuture.completedFuture(true);
    private static final CompletableFuture<Boolean> END = CompletableFuture.completedFuture(false);

    private final Holder holder;
    private final MemberStream stream;
    private @Nullable ConnectionBinding binding;
    private @Nullable ShardSession reservation;
    private Scheduler.@Nullable Timer idle;

    PutSession(Holder holder, MemberStream stream) {
        this.holder = holder;
        this.stream = stream;
    }

    void run() {
        if (!holder.sessions().enter(stream.peer(), holder.limits().sessionsPerPeerCount())) {
            refuse(Refusals.failure(FailureKind.BUSY, "too many put sessions are open"));
            return;
        }
        Async.loop(this::serveNext)
                .whenComplete((done, trouble) -> {
                    stopIdleTimer();
                    holder.sessions().leave(stream.peer());
                    if (reservation != null) {
                        reservation.drop();
                    }
                    if (trouble != null) {
                        refuse(Async.failureOf(trouble));
                    } else {
                        stream.messages().finish();
                    }
                });
    }

    private CompletableFuture<Boolean> serveNext() {
        restartIdleTimer();
        return stream.messages()
                .receive()
                .thenCompose(message -> message.isEmpty() ? END : serve(message.get()));
    }

    private CompletableFuture<Boolean> serve(Message message) {
        PutRequest request;
        try {
            request = PutRequest.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            return Async.failed(Refusals.failure(FailureKind.MALFORMED, "that is no put request"));
        }
        return switch (request.getKindCase()) {
            case ASK_SPACE -> tellSpace(request.getAskSpace().getNonce().toByteArray());
            case RESERVE -> reserve(request.getReserve());
            case BLOCK -> append(request.getBlock(), message);
            case COMMIT -> commit(request.getCommit());
            case ABORT -> END;
            case KIND_NOT_SET -> GO_ON;
        };
    }

    private CompletableFuture<Boolean> tellSpace(byte[] putterNonce) {
        if (putterNonce.length != ConnectionBinding.PART_BYTES) {
            return Async.failed(Refusals.failure(FailureKind.MALFORMED, "a nonce has 32 bytes"));
        }
        byte[] nonce = holder.environment().random().bytes(ConnectionBinding.PART_BYTES);
        binding =
                new ConnectionBinding(
                        stream.peer(),
                        holder.members().self(),
                        Bytes.of(putterNonce),
                        Bytes.of(nonce),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        return holder.freeBytes()
                .thenCompose(free -> {
                    Space space =
                            Space.newBuilder()
                                    .setFreeBytes(free)
                                    .setNonce(ByteString.copyFrom(nonce))
                                    .build();
                    return reply(PutReply.newBuilder().setSpace(space));
                });
    }

    private CompletableFuture<Boolean> reserve(Reserve request) {
        ConnectionBinding exchanged = binding;
        if (exchanged == null || reservation != null) {
            return Async.failed(
                    Refusals.failure(FailureKind.MALFORMED, "a reservation out of order"));
        }
        ShardSession opened = ShardSession.check(holder, exchanged, request);
        reservation = opened;
        return opened.begin()
                .thenCompose(begun ->
                        reply(PutReply.newBuilder().setReserved(Reserved.getDefaultInstance())));
    }

    private CompletableFuture<Boolean> append(Block block, Message message) {
        return reservation()
                .append(block.getBlockIndex(), message.body())
                .thenCompose(done -> GO_ON);
    }

    private CompletableFuture<Boolean> commit(Commit request) {
        return reservation().commit(request).thenCompose(this::acknowledge).thenCompose(g -> END);
    }

    private CompletableFuture<Boolean> acknowledge(SignedClaim claim) {
        return reply(
                PutReply.newBuilder()
                        .setCommitted(
                                Committed.newBuilder()
                                        .setClaim(ByteString.copyFrom(claim.encode()))));
    }

    private ShardSession reservation() {
        if (reservation == null) {
            throw new FailureException(
                    Refusals.failure(FailureKind.MALFORMED, "nothing has been reserved"));
        }
        return reservation;
    }

    private CompletableFuture<Boolean> reply(PutReply.Builder reply) {
        return stream.messages()
                .send(Message.of(reply.build().toByteArray()))
                .thenApply(sent -> true);
    }

    private void refuse(Failure failure) {
        Refused refused =
                Refused.newBuilder()
                        .setKind(failure.kind().wireNumber())
                        .setCause(failure.cause())
                        .build();
        stream.messages()
                .send(Message.of(PutReply.newBuilder().setRefused(refused).build().toByteArray()))
                .whenComplete((sent, gone) -> stream.messages().finish());
    }

    private void restartIdleTimer() {
        stopIdleTimer();
        idle =
                holder.environment()
                        .strand()
                        .schedule(holder.limits().sessionIdle(), stream.messages()::reset);
    }

    private void stopIdleTimer() {
        Optional.ofNullable(idle).ifPresent(Scheduler.Timer::cancel);
    }
}

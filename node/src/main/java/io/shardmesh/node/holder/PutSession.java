package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Block;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Committed;
import io.shardmesh.node.holder.proto.Fill;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.holder.proto.Refused;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.holder.proto.Reserved;
import io.shardmesh.node.holder.proto.Space;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.SignedClaim;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One putter's session for one shard. Whatever ends it before the commit is acknowledged takes back
 * what it has stored.
 */
final class PutSession {
    private final Holder holder;
    private final PutterStream stream;
    private @Nullable ConnectionBinding binding;
    private @Nullable ShardSession reservation;
    private @Nullable ShardName filling;

    PutSession(Holder holder, MemberStream stream) {
        this.holder = holder;
        this.stream = new PutterStream(holder, stream);
    }

    void run() {
        if (!holder.sessions().enter(stream.peer(), holder.limits().sessionsPerPeerCount())) {
            refuse(Refusals.failure(FailureKind.BUSY, "too many put sessions are open"));
            return;
        }
        stream.serveAll(this::serve)
                .whenComplete((done, trouble) -> {
                    holder.sessions().leave(stream.peer());
                    if (reservation != null) {
                        reservation.drop();
                    }
                    if (filling != null) {
                        holder.fillings().leave(filling);
                    }
                    if (trouble == null) {
                        stream.finish();
                    } else {
                        refuse(Async.failureOf(trouble));
                    }
                });
    }

    private CompletableFuture<Boolean> serve(Message message) {
        PutRequest request;
        try {
            request = PutRequest.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw Refusals.malformed("that is no put request");
        }
        return switch (request.getKindCase()) {
            case ASK_SPACE -> tellSpace(request.getAskSpace().getNonce().toByteArray());
            case RESERVE -> reserve(request.getReserve());
            case FILL -> fill(request.getFill());
            case BLOCK -> append(request.getBlock(), message);
            case COMMIT -> commit(request.getCommit());
            case ABORT -> PutterStream.END;
            case KIND_NOT_SET -> PutterStream.GO_ON;
        };
    }

    private CompletableFuture<Boolean> tellSpace(byte[] putterNonce) {
        PutterStream.Exchange exchange = stream.exchange(putterNonce);
        binding = exchange.binding();
        return holder.freeBytes()
                .thenCompose(free -> {
                    Space space =
                            Space.newBuilder().setFreeBytes(free).setNonce(exchange.own()).build();
                    return reply(PutReply.newBuilder().setSpace(space));
                });
    }

    private CompletableFuture<Boolean> reserve(Reserve request) {
        ConnectionBinding exchanged = binding;
        if (exchanged == null || reservation != null) {
            throw Refusals.malformed("a reservation out of order");
        }
        return begin(ShardSession.check(holder, exchanged, request));
    }

    private CompletableFuture<Boolean> fill(Fill request) {
        if (binding == null || reservation != null) {
            throw Refusals.malformed("a shard out of order");
        }
        LostShard lost = LostShard.decode(request);
        holder.fillings().enter(lost.name(), stream.peer());
        filling = lost.name();
        return lost.check(holder).thenCompose(wanted -> begin(ShardSession.ofLost(holder, lost)));
    }

    private CompletableFuture<Boolean> begin(ShardSession opened) {
        reservation = opened;
        return opened.begin()
                .thenCompose(begun ->
                        reply(PutReply.newBuilder().setReserved(Reserved.getDefaultInstance())));
    }

    private CompletableFuture<Boolean> append(Block block, Message message) {
        return reservation()
                .append(block.getBlockIndex(), message.body())
                .thenCompose(done -> PutterStream.GO_ON);
    }

    private CompletableFuture<Boolean> commit(Commit request) {
        return reservation()
                .commit(request)
                .thenCompose(this::acknowledge)
                .thenCompose(g -> PutterStream.END);
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
            throw Refusals.malformed("nothing has been reserved");
        }
        return reservation;
    }

    private CompletableFuture<Boolean> reply(PutReply.Builder reply) {
        return stream.reply(reply.build());
    }

    private void refuse(Failure failure) {
        Refused refused =
                Refused.newBuilder()
                        .setKind(failure.kind().wireNumber())
                        .setCause(failure.cause())
                        .build();
        stream.finishWith(PutReply.newBuilder().setRefused(refused).build());
    }
}

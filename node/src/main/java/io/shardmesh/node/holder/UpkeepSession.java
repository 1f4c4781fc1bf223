package io.shardmesh.node.holder;

import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.LookAgain;
import io.shardmesh.node.holder.proto.Outcomes;
import io.shardmesh.node.holder.proto.UpkeepRefused;
import io.shardmesh.node.holder.proto.UpkeepReply;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.network.Message;
import java.util.concurrent.CompletableFuture;

/** Answers a member's questions about what is kept here, one after the other. */
final class UpkeepSession {
    private static final CompletableFuture<Boolean> GO_ON = CompletableFuture.completedFuture(true);

    private final Holder holder;
    private final MemberStream stream;
    private final Stocktaking stocktaking;
    private final ChunkProofs proofs;
    private final OwnersWord owners;

    UpkeepSession(Holder holder, MemberStream stream) {
        this.holder = holder;
        this.stream = stream;
        this.stocktaking = new Stocktaking(holder);
        this.proofs = new ChunkProofs(holder);
        this.owners = new OwnersWord(holder);
    }

    void run() {
        int most = holder.limits().upkeepStreamsPerPeerCount();
        if (!holder.upkeepStreams().enter(stream.peer(), most)) {
            send(refused(failure(FailureKind.BUSY, "too many streams of upkeep")))
                    .whenComplete((sent, gone) -> stream.messages().finish());
            return;
        }
        Async.loop(this::serveNext)
                .whenComplete((done, trouble) -> {
                    holder.upkeepStreams().leave(stream.peer());
                    var _ = proofs.close();
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
                .exceptionallyCompose(trouble -> send(refused(Async.failureOf(trouble))))
                .thenCompose(sent -> GO_ON);
    }

    private CompletableFuture<Void> answer(Message message) {
        UpkeepRequest request;
        try {
            request = UpkeepRequest.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw failure(FailureKind.MALFORMED, "that is no question").exception();
        }
        return switch (request.getKindCase()) {
            case TAKE_STOCK -> stocktaking.take(request.getTakeStock()).thenCompose(this::send);
            case CHALLENGE -> proofs.show(request.getChallenge(), stream.messages()::send);
            case RENEW -> owners.renew(request.getRenew()).thenCompose(this::send);
            case BURY -> owners.bury(request.getBury()).thenCompose(this::send);
            case CHECK_SHARD -> stocktaking.check(request.getCheckShard()).thenCompose(this::send);
            case LOOK_AGAIN -> lookAgain(request.getLookAgain()).thenCompose(this::send);
            case KIND_NOT_SET ->
                    throw failure(FailureKind.MALFORMED, "an unknown question").exception();
        };
    }

    private CompletableFuture<UpkeepReply.Builder> lookAgain(LookAgain request) {
        holder.lookAgain(ObjectKeys.decode(request.getObjectKey()));
        return CompletableFuture.completedFuture(
                UpkeepReply.newBuilder().setOutcomes(Outcomes.getDefaultInstance()));
    }

    private CompletableFuture<Void> send(UpkeepReply.Builder reply) {
        return stream.messages().send(Message.of(reply.build().toByteArray()));
    }

    private static UpkeepReply.Builder refused(Failure failure) {
        return UpkeepReply.newBuilder()
                .setRefused(
                        UpkeepRefused.newBuilder()
                                .setKind(failure.kind().wireNumber())
                                .setCause(failure.cause()));
    }

    private static Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "look after", "objects", cause);
    }
}

package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Fetch;
import io.shardmesh.node.holder.proto.Fetched;
import io.shardmesh.node.holder.proto.GetReply;
import io.shardmesh.node.holder.proto.GetRequest;
import io.shardmesh.node.holder.proto.Locate;
import io.shardmesh.node.holder.proto.Located;
import io.shardmesh.node.holder.proto.NotHeld;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.StoredBlock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers a reader's questions, one after the other. */
final class GetSession {
    private final Holder holder;
    private final MemberStream stream;
    private final ShardReader reader;

    GetSession(Holder holder, MemberStream stream) {
        this.holder = holder;
        this.stream = stream;
        this.reader = holder.store().reader();
    }

    void run() {
        Async.loop(this::serveNext)
                .whenComplete((done, trouble) -> {
                    var _ = reader.close();
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
        return answer(message)
                .exceptionally(trouble -> notHeld(Async.failureOf(trouble)))
                .thenCompose(stream.messages()::send)
                .thenApply(sent -> true);
    }

    private CompletableFuture<Message> answer(Message message) {
        GetRequest request;
        try {
            request = GetRequest.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            return Async.failed(failure(FailureKind.MALFORMED, "that is no question"));
        }
        return Async.attempt(() ->
                switch (request.getKindCase()) {
                    case LOCATE -> locate(request.getLocate());
                    case FETCH -> fetch(request.getFetch());
                    case KIND_NOT_SET ->
                            Async.failed(failure(FailureKind.MALFORMED, "an unknown question"));
                });
    }

    private CompletableFuture<Message> locate(Locate locate) {
        Digest objectKey = ObjectKeys.decode(locate.getObjectKey());
        return holder.store()
                .find(objectKey)
                .thenCompose(records ->
                        records.isEmpty()
                                ? holder.store().tombstone(objectKey).thenApply(GetSession::absent)
                                : CompletableFuture.completedFuture(located(records)));
    }

    private static Message absent(Optional<SignedTombstone> tombstone) {
        if (tombstone.isEmpty()) {
            return notHeld(failure(FailureKind.NOT_FOUND, "no shard of it is here"));
        }
        NotHeld deleted =
                notHeldBuilder(Refusals.deleted())
                        .setTombstone(ByteString.copyFrom(tombstone.get().encode()))
                        .build();
        return Message.of(GetReply.newBuilder().setNotHeld(deleted).build().toByteArray());
    }

    private static Message located(List<ShardRecord> records) {
        ShardRecord first = records.getFirst();
        Located.Builder located =
                Located.newBuilder()
                        .setHeader(ByteString.copyFrom(first.header().encode()))
                        .setManifest(ByteString.copyFrom(first.manifest().encode()))
                        .setEnvelope(ByteString.copyFrom(first.envelope().encode()))
                        .setLease(ByteString.copyFrom(first.lease().encode()));
        records.forEach(record -> located.addClaim(ByteString.copyFrom(record.claim().encode())));
        return Message.of(GetReply.newBuilder().setLocated(located).build().toByteArray());
    }

    private CompletableFuture<Message> fetch(Fetch fetch) {
        return reader.readBlock(
                        ObjectKeys.decode(fetch.getObjectKey()),
                        fetch.getIndex(),
                        fetch.getBlockIndex())
                .thenApply(GetSession::fetched);
    }

    private static Message fetched(StoredBlock stored) {
        Fetched fetched = Fetched.newBuilder().setPath(ByteString.copyFrom(stored.path())).build();
        return new Message(
                GetReply.newBuilder().setFetched(fetched).build().toByteArray(), stored.block());
    }

    private static Message notHeld(Failure failure) {
        return Message.of(
                GetReply.newBuilder().setNotHeld(notHeldBuilder(failure)).build().toByteArray());
    }

    private static NotHeld.Builder notHeldBuilder(Failure failure) {
        return NotHeld.newBuilder().setKind(failure.kind().wireNumber()).setCause(failure.cause());
    }

    private static Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "read", "a shard", cause);
    }
}

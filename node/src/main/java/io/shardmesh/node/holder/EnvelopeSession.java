package io.shardmesh.node.holder;

import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.EnvelopeKept;
import io.shardmesh.node.holder.proto.EnvelopeRefused;
import io.shardmesh.node.holder.proto.EnvelopeReply;
import io.shardmesh.node.holder.proto.ReplaceEnvelope;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.SignedEnvelope;
import java.util.concurrent.CompletableFuture;

/** Takes newer envelopes from whoever has them: what counts is the owner's signature. */
final class EnvelopeSession {
    private final EnvelopeUpdates updates;
    private final PutterStream stream;

    EnvelopeSession(Holder holder, EnvelopeUpdates updates, MemberStream stream) {
        this.updates = updates;
        this.stream = new PutterStream(holder, stream);
    }

    void run() {
        stream.serveAll(this::serve).whenComplete((done, trouble) -> stream.finish());
    }

    private CompletableFuture<Boolean> serve(Message message) {
        return Async.attempt(() -> replace(message))
                .thenApply(sequence ->
                        EnvelopeReply.newBuilder()
                                .setKept(EnvelopeKept.newBuilder().setSequence(sequence))
                                .build())
                .exceptionally(trouble -> refused(Async.failureOf(trouble)))
                .thenCompose(stream::reply);
    }

    private CompletableFuture<Long> replace(Message message) {
        ReplaceEnvelope request;
        try {
            request = ReplaceEnvelope.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw Refusals.malformed("that is no request");
        }
        if (request.getObjectKey().size() != Digest.SIZE_BYTES) {
            throw Refusals.malformed("an object key has 32 bytes");
        }
        return updates.apply(
                Digest.of(request.getObjectKey().toByteArray()),
                Refusals.decode(() -> SignedEnvelope.decode(request.getEnvelope().toByteArray())));
    }

    private static EnvelopeReply refused(Failure failure) {
        // What went wrong inside is nobody else's business.
        boolean own = failure.kind() == FailureKind.INTERNAL;
        return EnvelopeReply.newBuilder()
                .setRefused(
                        EnvelopeRefused.newBuilder()
                                .setKind(failure.kind().wireNumber())
                                .setCause(own ? "an error" : failure.cause()))
                .build();
    }
}

package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.EnvelopeReply;
import io.shardmesh.node.holder.proto.ReplaceEnvelope;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.SignedEnvelope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Brings envelopes to holders. On the strand. */
final class EnvelopeSender {
    /** As long as a holder may take to answer any question. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(4);

    private final Environment environment;
    private final Members members;

    EnvelopeSender(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
    }

    /**
     * Has the holder keep the envelope.
     *
     * @return the sequence of the one that it has then. Fails with UNREACHABLE or TIMEOUT when it
     *     is away, else with what it refuses it for
     */
    CompletableFuture<Long> send(PeerId holder, SignedEnvelope envelope) {
        return Async.within(
                environment.strand(),
                ANSWER_LIMIT,
                members.open(holder, HolderProtocols.ENVELOPE)
                        .thenCompose(stream -> ask(stream, envelope)),
                () -> members.away(holder));
    }

    /** Brings what a reader has found to a holder with an older one; nobody waits for it. */
    void bring(FoundObject found, PeerId holder) {
        send(holder, found.envelope())
                .whenComplete((kept, trouble) -> {
                    if (trouble != null) {
                        environment
                                .journal()
                                .info(
                                        "holder "
                                                + holder
                                                + " keeps an old envelope of "
                                                + ObjectKeyText.format(found.objectKey())
                                                + ": "
                                                + Async.failureOf(trouble).cause());
                    }
                });
    }

    private CompletableFuture<Long> ask(MemberStream stream, SignedEnvelope envelope) {
        Digest objectKey = envelope.envelope().objectKey();
        ReplaceEnvelope request =
                ReplaceEnvelope.newBuilder()
                        .setObjectKey(ByteString.copyFrom(objectKey.bytes()))
                        .setEnvelope(ByteString.copyFrom(envelope.encode()))
                        .build();
        return stream.messages()
                .send(Message.of(request.toByteArray()))
                .thenCompose(sent -> stream.messages().receive())
                .thenApply(reply -> {
                    stream.messages().finish();
                    return sequence(stream, reply);
                });
    }

    private Long sequence(MemberStream stream, Optional<Message> message) {
        EnvelopeReply reply = parse(message);
        return switch (reply.getKindCase()) {
            case KEPT -> reply.getKept().getSequence();
            case REFUSED ->
                    throw Async.failure(
                            FailureKind.ofWireNumber(reply.getRefused().getKind()),
                            "share at",
                            "peer " + stream.peer(),
                            reply.getRefused().getCause());
            case KIND_NOT_SET -> throw members.away(stream.peer()).exception();
        };
    }

    private static EnvelopeReply parse(Optional<Message> message) {
        try {
            return EnvelopeReply.parseFrom(message.map(Message::head).orElse(new byte[0]));
        } catch (InvalidProtocolBufferException malformed) {
            return EnvelopeReply.getDefaultInstance();
        }
    }
}

package io.shardmesh.node.object;

import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.UpkeepReply;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.network.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Questions of upkeep to one holder, one after the other. On the strand. */
public final class UpkeepStream {
    /** A holder that takes longer is busy at best; it is asked again in the next sweep. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final Environment environment;
    private final MemberStream stream;

    /**
     * An answer.
     *
     * @param body the raw bytes with it
     */
    public record Answer(UpkeepReply reply, ByteBuffer body) {}

    private UpkeepStream(Environment environment, MemberStream stream) {
        this.environment = environment;
        this.stream = stream;
    }

    /**
     * Asks a holder on a stream that is open already, if there is one, and left open for whoever
     * asks next. Once {@code work} has ended well, each of its questions was answered.
     */
    public static <T> CompletableFuture<T> with(
            Environment environment,
            Members members,
            PeerId peer,
            Function<UpkeepStream, CompletableFuture<T>> work) {
        return use(
                environment,
                members.away(peer),
                members.resume(peer, HolderProtocols.UPKEEP),
                work,
                stream -> members.leaveOpen(stream, HolderProtocols.UPKEEP));
    }

    /**
     * Asks a holder on a stream of its own, which is ended in any case: for an answer of many
     * parts, of which the holder keeps a file open.
     */
    public static <T> CompletableFuture<T> apart(
            Environment environment,
            Members members,
            PeerId peer,
            Function<UpkeepStream, CompletableFuture<T>> work) {
        return use(
                environment,
                members.away(peer),
                members.open(peer, HolderProtocols.UPKEEP),
                work,
                stream -> stream.messages().finish());
    }

    private static <T> CompletableFuture<T> use(
            Environment environment,
            Failure late,
            CompletableFuture<MemberStream> opened,
            Function<UpkeepStream, CompletableFuture<T>> work,
            Consumer<MemberStream> whenWell) {
        CompletableFuture<MemberStream> inTime =
                Async.within(environment.strand(), ANSWER_LIMIT, opened, () -> late);
        var _ =
                opened.thenAccept(stream -> {
                    if (inTime.isCompletedExceptionally()) {
                        stream.messages().reset();
                    }
                });
        return inTime.thenCompose(stream ->
                Async.attempt(() -> work.apply(new UpkeepStream(environment, stream)))
                        .whenComplete((done, trouble) -> {
                            if (trouble == null) {
                                whenWell.accept(stream);
                            } else {
                                stream.messages().reset();
                            }
                        }));
    }

    /** Sends a question; its answers are received one by one. */
    public CompletableFuture<Void> send(UpkeepRequest.Builder request) {
        return stream.messages().send(Message.of(request.build().toByteArray()));
    }

    /** Sends a question and receives its answer. */
    public CompletableFuture<UpkeepReply> ask(UpkeepRequest.Builder request) {
        return send(request).thenCompose(sent -> receive()).thenApply(Answer::reply);
    }

    /** The next answer; fails with the holder's own failure when it refuses. */
    public CompletableFuture<Answer> receive() {
        return Async.within(
                        environment.strand(),
                        ANSWER_LIMIT,
                        stream.messages().receive(),
                        () -> failure(FailureKind.TIMEOUT, "it does not answer"))
                .thenApply(message ->
                        message.map(this::parse)
                                .orElseThrow(() ->
                                        failure(FailureKind.UNREACHABLE, "it ended the stream")
                                                .exception()));
    }

    private Answer parse(Message message) {
        UpkeepReply reply;
        try {
            reply = UpkeepReply.parseFrom(message.head());
        } catch (InvalidProtocolBufferException malformed) {
            throw failure(FailureKind.MALFORMED, "it sent bytes that are no answer").exception();
        }
        if (reply.hasRefused()) {
            throw failure(
                            FailureKind.ofWireNumber(reply.getRefused().getKind()),
                            "it refused to answer")
                    .exception();
        }
        return new Answer(reply, message.body());
    }

    /** The failure of this holder, of that kind. */
    public Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "ask", "holder " + stream.peer(), cause);
    }
}

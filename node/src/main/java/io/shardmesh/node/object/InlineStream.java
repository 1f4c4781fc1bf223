package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.AskRoom;
import io.shardmesh.node.holder.proto.BeginInline;
import io.shardmesh.node.holder.proto.InlineReply;
import io.shardmesh.node.holder.proto.InlineRequest;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.holder.proto.NotKept;
import io.shardmesh.node.holder.proto.Prove;
import io.shardmesh.node.holder.proto.Ready;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.mesh.ConnectionProof;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The putter's end of a stream of small objects to one holder. It stays open from put to put, so a
 * copy costs one message and one answer; the exchange of nonces and the owner's proof came before.
 * Once anything goes wrong it is dead for good and remembers why.
 */
final class InlineStream implements AskedHolder {
    /** A holder that takes longer is busy at best; the copy goes to another. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final Environment environment;
    private final MemberStream stream;
    private final Map<Long, CompletableFuture<byte[]>> waiting = new LinkedHashMap<>();
    private long lastNumber;
    private long freeBytes;
    private long statedNanos;
    private @Nullable CompletableFuture<InlineStream> asking;
    private @Nullable Failure trouble;

    private InlineStream(Environment environment, MemberStream stream) {
        this.environment = environment;
        this.stream = stream;
    }

    /** Exchanges nonces and proves the owner's key; hears meanwhile how much room there is. */
    static CompletableFuture<InlineStream> open(
            Environment environment, Members members, PutKeys keys, MemberStream stream) {
        InlineStream opened = new InlineStream(environment, stream);
        byte[] nonce = environment.random().bytes(ConnectionBinding.PART_BYTES);
        opened.send(
                InlineRequest.newBuilder()
                        .setBegin(BeginInline.newBuilder().setNonce(ByteString.copyFrom(nonce))));
        return Async.within(
                        environment.strand(),
                        ANSWER_LIMIT,
                        stream.messages().receive(),
                        opened::silent)
                .thenApply(reply -> {
                    Ready ready = opened.parse(reply).getReady();
                    opened.send(
                            InlineRequest.newBuilder()
                                    .setProve(opened.proof(members, keys, nonce, ready)));
                    opened.stated(ready.getFreeBytes());
                    opened.listen();
                    return opened;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        opened.fail(Async.failureOf(failure));
                    }
                });
    }

    private Prove proof(Members members, PutKeys keys, byte[] nonce, Ready ready) {
        byte[] theirs = ready.getNonce().toByteArray();
        if (theirs.length != ConnectionBinding.PART_BYTES) {
            throw failure(FailureKind.MALFORMED, "it answered without a nonce").exception();
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
                        keys.signing(),
                        new ConnectionProof.Purpose(Context.INLINE, members.mesh()),
                        binding,
                        new byte[0]);
        return Prove.newBuilder()
                .setOwner(ByteString.copyFrom(proof.key().bytes()))
                .setProof(ByteString.copyFrom(proof.signature().bytes()))
                .build();
    }

    @Override
    public PeerId holder() {
        return stream.peer();
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }

    @Override
    public boolean live() {
        return trouble == null;
    }

    @Override
    public Optional<Failure> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** How long ago the holder said how much room it has. */
    Duration age() {
        return Duration.ofNanos(environment.strand().nanoTime() - statedNanos);
    }

    /** Has it say so anew; done when it has. */
    CompletableFuture<InlineStream> refresh() {
        CompletableFuture<InlineStream> asked = asking;
        if (asked == null) {
            asked = new CompletableFuture<>();
            asking = asked;
            send(InlineRequest.newBuilder().setAskRoom(AskRoom.getDefaultInstance()));
        }
        return asked;
    }

    /** Has it keep an object; gives the encoded claim. */
    CompletableFuture<byte[]> keep(Keep.Builder object) {
        if (trouble != null) {
            return Async.failed(trouble);
        }
        long number = ++lastNumber;
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        send(InlineRequest.newBuilder().setKeep(object.setNumber(number)));
        return Async.within(environment.strand(), ANSWER_LIMIT, answer, this::silent)
                .whenComplete((claim, failure) -> {
                    if (waiting.remove(number) != null) {
                        fail(silent());
                    }
                });
    }

    /** What this put has sent is complete in itself, and others use the stream. */
    @Override
    public CompletableFuture<Void> abort() {
        return CompletableFuture.completedFuture(null);
    }

    void close() {
        stream.messages().finish();
    }

    private void listen() {
        Async.loop(() ->
                        stream.messages()
                                .receive()
                                .thenApply(message -> {
                                    answered(parse(message));
                                    return true;
                                }))
                .whenComplete((done, failure) -> fail(Async.failureOf(failure)));
    }

    private void answered(InlineReply reply) {
        switch (reply.getKindCase()) {
            case KEPT ->
                    end(reply.getKept().getNumber())
                            .ifPresent(at -> at.complete(reply.getKept().getClaim().toByteArray()));
            case NOT_KEPT -> {
                Failure why = refusal(reply.getNotKept());
                if (why.kind() == FailureKind.NO_SPACE) {
                    freeBytes = 0; // Until it says otherwise.
                }
                end(reply.getNotKept().getNumber())
                        .ifPresent(at -> at.completeExceptionally(why.exception()));
            }
            case ROOM -> stated(reply.getRoom().getFreeBytes());
            case READY, KIND_NOT_SET -> {}
        }
    }

    private Optional<CompletableFuture<byte[]>> end(long number) {
        return Optional.ofNullable(waiting.remove(number));
    }

    private void stated(long bytes) {
        freeBytes = Math.max(0, bytes);
        statedNanos = environment.strand().nanoTime();
        CompletableFuture<InlineStream> asked = asking;
        asking = null;
        if (asked != null) {
            asked.complete(this);
        }
    }

    private InlineReply parse(Optional<Message> message) {
        if (message.isEmpty()) {
            throw failure(FailureKind.UNREACHABLE, "it ended the stream").exception();
        }
        try {
            InlineReply reply = InlineReply.parseFrom(message.get().head());
            if (reply.hasNotKept() && !reply.getNotKept().hasNumber()) {
                throw refusal(reply.getNotKept()).exception();
            }
            return reply;
        } catch (InvalidProtocolBufferException malformed) {
            throw failure(FailureKind.MALFORMED, "it sent bytes that are no answer").exception();
        }
    }

    private void send(InlineRequest.Builder request) {
        stream.messages()
                .send(Message.of(request.build().toByteArray()))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        fail(Async.failureOf(failure));
                    }
                });
    }

    private void fail(Failure why) {
        if (trouble == null) {
            trouble = why;
            stream.messages().reset();
            List<CompletableFuture<byte[]>> lost = new ArrayList<>(waiting.values());
            waiting.clear();
            lost.forEach(each -> each.completeExceptionally(new FailureException(why)));
            if (asking != null) {
                asking.completeExceptionally(new FailureException(why));
            }
        }
    }

    private Failure refusal(NotKept refused) {
        return failure(
                FailureKind.ofWireNumber(refused.getKind()), Texts.clean(refused.getCause()));
    }

    private Failure silent() {
        return failure(FailureKind.TIMEOUT, "it does not answer");
    }

    private Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "store at", "holder " + stream.peer(), cause);
    }
}

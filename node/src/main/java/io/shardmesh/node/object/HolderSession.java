package io.shardmesh.node.object;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Retry;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.holder.proto.Abort;
import io.shardmesh.node.holder.proto.AskSpace;
import io.shardmesh.node.holder.proto.Block;
import io.shardmesh.node.holder.proto.Commit;
import io.shardmesh.node.holder.proto.Fill;
import io.shardmesh.node.holder.proto.PutReply;
import io.shardmesh.node.holder.proto.PutRequest;
import io.shardmesh.node.holder.proto.Reserve;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The putter's end of a put session with one holder. Once anything goes wrong it is dead for good
 * and remembers why; nothing is sent twice.
 */
final class HolderSession implements AskedHolder {
    /** A holder that takes longer is busy at best; who asked may ask again. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    /** Who takes a put back does not wait long for a holder that may be gone. */
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(5);

    /** Nothing went out for this long: the holder is dropped, the put goes on without it. */
    private static final Duration STALL_LIMIT = Duration.ofSeconds(10);

    /** A commit syncs a whole shard to a disk that may be slow; it counts from the last byte. */
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(60);

    private final Environment environment;
    private final MemberStream stream;
    private final PeerId self;
    private final byte[] nonce;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
    private @Nullable CompletableFuture<PutReply> answer;
    private @Nullable Failure trouble;
    private @Nullable ConnectionBinding binding;
    private long freeBytes;

    private HolderSession(Environment environment, PeerId self, MemberStream stream, byte[] nonce) {
        this.environment = environment;
        this.self = self;
        this.stream = stream;
        this.nonce = nonce;
    }

    /** Opens a session at a member, within the patience of a survey. */
    static CompletableFuture<HolderSession> open(
            Environment environment, Members members, PeerId peer) {
        return Retry.run(
                environment.strand(),
                SpaceSurvey.PATIENCE,
                () ->
                        members.observe(
                                peer,
                                members.insist(peer, HolderProtocols.PUT)
                                        .thenCompose(stream ->
                                                open(environment, members.self(), stream))),
                () -> members.away(peer),
                HolderSession::abort);
    }

    /** Opens a session by asking how much room there is. */
    private static CompletableFuture<HolderSession> open(
            Environment environment, PeerId self, MemberStream stream) {
        byte[] nonce = environment.random().bytes(ConnectionBinding.PART_BYTES);
        HolderSession session = new HolderSession(environment, self, stream, nonce);
        PutRequest.Builder ask =
                PutRequest.newBuilder()
                        .setAskSpace(AskSpace.newBuilder().setNonce(ByteString.copyFrom(nonce)));
        return session.send(ask, Message.of(new byte[0]).body())
                .thenCompose(sent -> session.hear(ANSWER_LIMIT))
                .thenApply(session::hearSpace);
    }

    private HolderSession hearSpace(PutReply reply) {
        byte[] theirs = reply.getSpace().getNonce().toByteArray();
        if (theirs.length != ConnectionBinding.PART_BYTES) {
            throw drop(FailureKind.MALFORMED, "it answered without a nonce");
        }
        binding =
                new ConnectionBinding(
                        self,
                        stream.peer(),
                        Bytes.of(nonce),
                        Bytes.of(theirs),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        freeBytes = Math.max(0, reply.getSpace().getFreeBytes());
        return this;
    }

    @Override
    public PeerId holder() {
        return stream.peer();
    }

    /** What a proof to this holder has to cover. */
    ConnectionBinding binding() {
        if (binding == null) {
            throw new IllegalStateException("the session is not open");
        }
        return binding;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }

    @Override
    public Optional<Failure> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public boolean live() {
        return trouble == null;
    }

    /** Asks for room for one shard. */
    CompletableFuture<Void> reserve(Reserve reserve) {
        return ask(PutRequest.newBuilder().setReserve(reserve));
    }

    /** Offers a shard that was lost. */
    CompletableFuture<Void> fill(Fill fill) {
        return ask(PutRequest.newBuilder().setFill(fill));
    }

    private CompletableFuture<Void> ask(PutRequest.Builder request) {
        return send(request, nothing())
                .thenCompose(sent -> hear(ANSWER_LIMIT))
                .thenApply(reply -> {
                    if (!reply.hasReserved()) {
                        throw drop(FailureKind.MALFORMED, "it answered something else");
                    }
                    listenForRefusal();
                    return null;
                });
    }

    /** Sends a block; completes, also when that failed, once the next one is welcome. */
    CompletableFuture<Void> block(long blockIndex, ByteBuffer bytes) {
        PutRequest.Builder block =
                PutRequest.newBuilder().setBlock(Block.newBuilder().setBlockIndex(blockIndex));
        tail =
                tail.thenCompose(before ->
                                live()
                                        ? whileMoving(
                                                STALL_LIMIT, send(block, bytes), this::stalled)
                                        : CompletableFuture.completedFuture(null))
                        .exceptionally(failure -> {
                            fail(Async.failureOf(failure));
                            return null;
                        });
        return tail;
    }

    /** Commits; gives the encoded claim. */
    CompletableFuture<byte[]> commit(Commit commit) {
        CompletableFuture<PutReply> expected = answer;
        if (expected == null || !live()) {
            return Async.failed(trouble().orElseGet(() -> failure(FailureKind.INTERNAL, "early")));
        }
        return send(PutRequest.newBuilder().setCommit(commit), nothing())
                .thenCompose(sent ->
                        whileMoving(
                                COMMIT_LIMIT,
                                expected,
                                () -> failure(FailureKind.TIMEOUT, "no acknowledgement")))
                .thenApply(reply -> {
                    if (!reply.hasCommitted()) {
                        throw drop(FailureKind.MALFORMED, "it acknowledged nothing");
                    }
                    stream.messages().finish();
                    return reply.getCommitted().getClaim().toByteArray();
                })
                .whenComplete((claim, failure) -> {
                    if (failure != null) {
                        fail(Async.failureOf(failure));
                    }
                });
    }

    /** The holder drops what it has got. */
    @Override
    public CompletableFuture<Void> abort() {
        if (!live()) {
            return CompletableFuture.completedFuture(null);
        }
        trouble = failure(FailureKind.CANCELLED, "the put was given up");
        return Async.within(
                        environment.strand(),
                        ABORT_LIMIT,
                        send(
                                PutRequest.newBuilder().setAbort(Abort.getDefaultInstance()),
                                nothing()),
                        this::stalled)
                .handle((sent, failure) -> {
                    stream.messages().finish();
                    return null;
                });
    }

    /** Between reserve and commit a holder says nothing unless something is wrong. */
    private void listenForRefusal() {
        answer =
                hear(Duration.ofDays(1))
                        .whenComplete((reply, failure) -> {
                            if (failure != null) {
                                fail(Async.failureOf(failure));
                            }
                        });
    }

    private CompletableFuture<PutReply> hear(Duration limit) {
        CompletableFuture<PutReply> heard =
                stream.messages()
                        .receive()
                        .thenApply(message -> {
                            if (message.isEmpty()) {
                                throw drop(FailureKind.UNREACHABLE, "it ended the session");
                            }
                            return parse(message.get());
                        });
        return Async.within(
                        environment.strand(),
                        limit,
                        heard,
                        () -> failure(FailureKind.TIMEOUT, "it does not answer"))
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        fail(Async.failureOf(failure));
                    }
                });
    }

    private PutReply parse(Message message) {
        try {
            PutReply reply = PutReply.parseFrom(message.head());
            if (reply.hasRefused()) {
                throw drop(
                        FailureKind.ofWireNumber(reply.getRefused().getKind()),
                        Texts.clean(reply.getRefused().getCause()));
            }
            return reply;
        } catch (InvalidProtocolBufferException malformed) {
            throw drop(FailureKind.MALFORMED, "it sent bytes that are no answer");
        }
    }

    private CompletableFuture<Void> send(PutRequest.Builder request, ByteBuffer body) {
        return stream.messages().send(new Message(request.build().toByteArray(), body));
    }

    private <T> CompletableFuture<T> whileMoving(
            Duration limit, CompletableFuture<T> future, Supplier<Failure> late) {
        return ProgressLimit.within(environment.strand(), stream.messages(), limit, future, late);
    }

    private void fail(Failure why) {
        if (trouble == null) {
            trouble = why;
            stream.messages().reset();
        }
    }

    private FailureException drop(FailureKind kind, String cause) {
        Failure why = failure(kind, cause);
        fail(why);
        return why.exception();
    }

    private Failure stalled() {
        return failure(FailureKind.TIMEOUT, "it takes no more bytes");
    }

    private Failure failure(FailureKind kind, String cause) {
        return new Failure(kind, "store at", "holder " + stream.peer(), cause);
    }

    private static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }
}

package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.member.MemberStream;
import io.shardmesh.node.mesh.ConnectionBinding;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of putters have in common: requests are served one after the other, silence ends
 * them, and nonces are exchanged that signatures are bound to.
 */
final class PutterStream {
    /** What serving a request gives when more may come. */
    static final CompletableFuture<Boolean> GO_ON = CompletableFuture.completedFuture(true);

    /** What serving a request gives when it was the last. */
    static final CompletableFuture<Boolean> END = CompletableFuture.completedFuture(false);

    /**
     * Nonces of both sides.
     *
     * @param own the holder's, for the putter
     */
    record Exchange(ConnectionBinding binding, ByteString own) {}

    private final Holder holder;
    private final MemberStream stream;
    private Scheduler.@Nullable Timer idle;

    PutterStream(Holder holder, MemberStream stream) {
        this.holder = holder;
        this.stream = stream;
    }

    PeerId peer() {
        return stream.peer();
    }

    /** Serves what comes, until the putter ends or a request does, or fails. */
    CompletableFuture<Void> serveAll(Function<Message, CompletableFuture<Boolean>> serve) {
        return Async.loop(() -> next(serve)).whenComplete((done, trouble) -> stopIdleTimer());
    }

    private CompletableFuture<Boolean> next(Function<Message, CompletableFuture<Boolean>> serve) {
        restartIdleTimer();
        return stream.messages()
                .receive()
                .thenCompose(message -> message.isEmpty() ? END : serve.apply(message.get()));
    }

    /** Answers a nonce with one of ours. Throws MALFORMED when it is none. */
    Exchange exchange(byte[] putterNonce) {
        if (putterNonce.length != ConnectionBinding.PART_BYTES) {
            throw Refusals.malformed("a nonce has 32 bytes");
        }
        byte[] nonce = holder.environment().random().bytes(ConnectionBinding.PART_BYTES);
        ConnectionBinding binding =
                new ConnectionBinding(
                        stream.peer(),
                        holder.members().self(),
                        Bytes.of(putterNonce),
                        Bytes.of(nonce),
                        Bytes.of(stream.link().handshakeHash().bytes()));
        return new Exchange(binding, ByteString.copyFrom(nonce));
    }

    /** Sends an answer; then more may come. */
    CompletableFuture<Boolean> reply(MessageLite answer) {
        return stream.messages().send(Message.of(answer.toByteArray())).thenCompose(sent -> GO_ON);
    }

    void finish() {
        stream.messages().finish();
    }

    /** Sends a last word, whether it arrives or not. */
    void finishWith(MessageLite last) {
        reply(last).whenComplete((sent, gone) -> finish());
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

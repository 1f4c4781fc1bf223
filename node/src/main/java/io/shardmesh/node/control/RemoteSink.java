package io.shardmesh.node.control;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.Progress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The bytes of a get, at the service: one frame goes out, and the next only when the command has
 * taken it.
 */
final class RemoteSink implements ByteSink, TransferEnd {
    private final FrameChannel channel;
    private final Supplier<Progress> progress;
    private final AtomicReference<Optional<Pending>> pending =
            new AtomicReference<>(Optional.empty());
    private volatile Optional<Failure> gone = Optional.empty();

    private record Pending(ByteBuffer rest, CompletableFuture<Void> written) {}

    RemoteSink(FrameChannel channel, Supplier<Progress> progress) {
        this.channel = channel;
        this.progress = progress;
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        Pending next = new Pending(bytes, new CompletableFuture<>());
        sendPart(next);
        return next.written;
    }

    private void sendPart(Pending next) {
        if (!next.rest.hasRemaining()) {
            next.written.complete(null);
            return;
        }
        int count = Math.min(next.rest.remaining(), Frame.MAX_BODY_BYTES);
        ByteBuffer part = next.rest.slice(next.rest.position(), count);
        next.rest.position(next.rest.position() + count);
        if (pending.getAndSet(Optional.of(next)).isPresent()) {
            throw new IllegalStateException("a write is outstanding");
        }
        Fields head = StoreCodec.withProgress(Fields.ofType("data"), progress.get());
        channel.send(new Frame(head, part));
        gone.ifPresent(this::abandon);
    }

    @Override
    public void received(Frame frame) {
        Pending sent =
                pending.getAndSet(Optional.empty())
                        .orElseThrow(() -> new MalformedControlException("nothing was sent"));
        switch (frame.type()) {
            case "taken" -> sendPart(sent);
            case "failed" ->
                    sent.written.completeExceptionally(Failures.decode(frame.head()).exception());
            default -> throw new MalformedControlException("no answer: " + frame.type());
        }
    }

    @Override
    public void abandon(Failure why) {
        gone = Optional.of(why);
        pending.getAndSet(Optional.empty())
                .ifPresent(sent -> sent.written.completeExceptionally(why.exception()));
    }
}

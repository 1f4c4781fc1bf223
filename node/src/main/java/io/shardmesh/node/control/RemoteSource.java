package io.shardmesh.node.control;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.Progress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The bytes of a put, at the service: each read of the node becomes a request to the command, which
 * sends that much and no more. The socket therefore never holds unasked data, and the receiving
 * thread sees a command that died at once.
 */
final class RemoteSource implements ByteSource, TransferEnd {
    private final FrameChannel channel;
    private final Supplier<Progress> progress;
    private final AtomicReference<Optional<Pending>> pending =
            new AtomicReference<>(Optional.empty());
    private volatile Optional<Failure> gone = Optional.empty();

    private record Pending(ByteBuffer target, CompletableFuture<Integer> read) {}

    RemoteSource(FrameChannel channel, Supplier<Progress> progress) {
        this.channel = channel;
        this.progress = progress;
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target) {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        if (pending.getAndSet(Optional.of(new Pending(target, read))).isPresent()) {
            throw new IllegalStateException("a read is outstanding");
        }
        int wanted = Math.min(target.remaining(), Frame.MAX_BODY_BYTES);
        Fields request = Fields.ofType("read").put("wantedBytes", wanted);
        channel.send(Frame.of(StoreCodec.withProgress(request, progress.get())));
        gone.ifPresent(this::abandon);
        return read;
    }

    @Override
    public void received(Frame frame) {
        Pending asked =
                pending.getAndSet(Optional.empty())
                        .orElseThrow(() -> new MalformedControlException("data without a read"));
        switch (frame.type()) {
            case "data" -> asked.read.complete(fill(asked, frame.body()));
            case "end" -> asked.read.complete(-1);
            case "failed" ->
                    asked.read.completeExceptionally(Failures.decode(frame.head()).exception());
            default -> throw new MalformedControlException("no data: " + frame.type());
        }
    }

    private static int fill(Pending asked, ByteBuffer body) {
        int count = body.remaining();
        if (count == 0 || count > asked.target.remaining()) {
            MalformedControlException wrong = new MalformedControlException("data of " + count);
            asked.read.completeExceptionally(Failures.cancelled("put").exception());
            throw wrong;
        }
        asked.target.put(body);
        return count;
    }

    @Override
    public void abandon(Failure why) {
        gone = Optional.of(why);
        pending.getAndSet(Optional.empty())
                .ifPresent(asked -> asked.read.completeExceptionally(why.exception()));
    }
}

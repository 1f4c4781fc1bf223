package io.shardmesh.node.control;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.Progress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells a command how far its transfer is when the service reads or writes the file itself. One
 * report is under way at a time, the next goes out after the command has seen it, so that a command
 * that stands still costs nothing, and not sooner than a person would notice.
 */
final class ProgressReports implements TransferEnd {
    private static final long PACE_NANOS = Duration.ofMillis(100).toNanos();

    private final FrameChannel channel;
    private final Supplier<Progress> progress;
    private final AtomicBoolean unseen = new AtomicBoolean();
    private volatile long lastNanos = System.nanoTime() - PACE_NANOS;

    ProgressReports(FrameChannel channel, Supplier<Progress> progress) {
        this.channel = channel;
        this.progress = progress;
    }

    /** The source, with a report after each read. */
    ByteSource reading(ByteSource source) {
        return target -> source.read(target).whenComplete((_, _) -> report());
    }

    /** The sink, with a report after each write. */
    ByteSink writing(ByteSink sink) {
        return (ByteBuffer bytes) -> reported(sink.write(bytes));
    }

    private CompletableFuture<Void> reported(CompletableFuture<Void> written) {
        return written.whenComplete((_, _) -> report());
    }

    private void report() {
        long now = System.nanoTime();
        if (now - lastNanos >= PACE_NANOS && unseen.compareAndSet(false, true)) {
            lastNanos = now;
            Fields head = Fields.ofType("progress");
            channel.send(Frame.of(StoreCodec.withProgress(head, progress.get())));
        }
    }

    @Override
    public void received(Frame frame) {
        if (!frame.type().equals("seen") || !unseen.compareAndSet(true, false)) {
            throw new MalformedControlException("nothing was asked for: " + frame.type());
        }
    }

    @Override
    public void abandon(Failure why) {
        // Nothing waits for the command.
    }
}

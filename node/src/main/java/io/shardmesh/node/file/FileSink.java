package io.shardmesh.node.file;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.LocalFile;
import io.shardmesh.node.io.GradualSync;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Writes what comes to an open file, in order, on virtual threads. */
public final class FileSink implements ByteSink, AutoCloseable {
    /** Larger writes would make the JVM keep larger native buffers, and leave the cache. */
    private static final int WRITE_BYTES = 512 * 1024;

    private final FileChannel channel;
    private final String subject;
    private final Executor calls = task -> Thread.ofVirtual().start(task);
    private final GradualSync sync;

    private FileSink(FileChannel channel, String subject) {
        this.channel = channel;
        this.subject = subject;
        this.sync =
                new GradualSync(
                        GradualSync.USUAL_STEP_BYTES,
                        () -> CompletableFuture.runAsync(this::syncNow, calls));
    }

    /**
     * A sink that owns the channel.
     *
     * @param subject what its failures name
     */
    public static FileSink of(FileChannel channel, String subject) {
        return new FileSink(channel, subject);
    }

    /**
     * Opens the file that another process of this user has made and keeps open; empty when it
     * cannot be opened here, is another one by now, or has something in it.
     */
    public static Optional<FileSink> open(LocalFile meant) {
        if (!Identity.holds(meant)) {
            return Optional.empty();
        }
        try {
            FileChannel channel =
                    FileChannel.open(
                            meant.path(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (Identity.holds(meant) && channel.size() == 0) {
                return Optional.of(new FileSink(channel, meant.called()));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException notHere) {
            return Optional.empty();
        }
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        if (sync.last().isCompletedExceptionally()) {
            return sync.last();
        }
        int count = bytes.remaining();
        return CompletableFuture.runAsync(() -> writeNow(bytes), calls)
                .thenRun(() -> sync.written(count));
    }

    private void syncNow() {
        try {
            channel.force(false);
        } catch (ClosedChannelException end) {
            return; // Whoever closes it has all that was written, and syncs it, or wants none of
            // it.
        } catch (IOException trouble) {
            throw IoFailures.of("write", subject, trouble).exception();
        }
    }

    private void writeNow(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                int most = Math.min(bytes.remaining(), WRITE_BYTES);
                int count = channel.write(bytes.slice(bytes.position(), most));
                bytes.position(bytes.position() + count);
            }
        } catch (IOException trouble) {
            throw IoFailures.of("write", subject, trouble).exception();
        }
    }

    /** Closes it, once a sync that is under way has ended; does not wait for that. */
    @Override
    public void close() {
        var _ = sync.last().whenComplete((_, _) -> closeNow());
    }

    private void closeNow() {
        try {
            channel.close();
        } catch (IOException late) {
            return; // Whoever publishes the file syncs it.
        }
    }
}

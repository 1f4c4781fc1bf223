package io.shardmesh.node.io;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An open file of {@link ChannelFiles}. The channel is closed only when no call uses it any more: a
 * close under a running call would fail that call, and its buffer would still be in use.
 */
final class ChannelHandle implements FileHandle {
    /**
     * Most bytes of one call of the system: the JVM keeps a native buffer as large as the largest
     * for each thread, and what fits the processor's cache is copied through it faster.
     */
    private static final int CALL_BYTES = 256 * 1024;

    private final String path;
    private final FileChannel channel;
    private final FileStore disk;
    private final BlockingCalls calls;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    private int underWayCount;
    private @Nullable CompletableFuture<Void> closed;

    ChannelHandle(String path, FileChannel channel, FileStore disk, BlockingCalls calls) {
        this.path = path;
        this.channel = channel;
        this.disk = disk;
        this.calls = calls;
    }

    @Override
    public CompletableFuture<Integer> read(long position, ByteBuffer target) {
        return start("read", () -> readSome(position, target));
    }

    @Override
    public CompletableFuture<Void> write(long position, ByteBuffer source) {
        return run("write", () -> writeAll(position, source));
    }

    @Override
    public CompletableFuture<Void> sync() {
        return run("sync", () -> channel.force(true));
    }

    @Override
    public CompletableFuture<Void> writeSynced(long position, ByteBuffer source) {
        return run(
                "write",
                () -> {
                    writeAll(position, source);
                    channel.force(true);
                });
    }

    @Override
    public CompletableFuture<Long> size() {
        return start("size", channel::size);
    }

    @Override
    public CompletableFuture<Void> truncate(long sizeBytes) {
        return run("truncate", () -> channel.truncate(sizeBytes));
    }

    @Override
    public synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            closed = idle.thenCompose(_ -> calls.run("close", path, channel::close));
            completeWhenIdle();
        }
        return closed.copy();
    }

    /** As much as there is of what was asked for; -1 at the end of the file. */
    private int readSome(long position, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int count = channel.read(part(target), position + total);
            if (count < 0) {
                return total == 0 ? count : total;
            }
            target.position(target.position() + count);
            total += count;
        }
        return total;
    }

    private static ByteBuffer part(ByteBuffer whole) {
        return whole.slice(whole.position(), Math.min(whole.remaining(), CALL_BYTES));
    }

    private void writeAll(long position, ByteBuffer source) throws IOException {
        long at = position;
        try {
            while (source.hasRemaining()) {
                int count = channel.write(part(source), at);
                source.position(source.position() + count);
                at += count;
            }
        } catch (IOException e) {
            throw disk.getUsableSpace() < source.remaining() ? IoFailures.noSpace(e) : e;
        }
    }

    private CompletableFuture<Void> run(String operation, BlockingCalls.Action action) {
        return start(operation, action.asCall());
    }

    private synchronized <T> CompletableFuture<T> start(
            String operation, BlockingCalls.Call<T> call) {
        if (closed != null) {
            return CompletableFuture.failedFuture(
                    new Failure(FailureKind.IO, operation, path, "the file is closed").exception());
        }
        underWayCount++;
        CompletableFuture<T> done = calls.start(operation, path, call);
        return done.whenComplete((_, _) -> ended());
    }

    private synchronized void ended() {
        underWayCount--;
        completeWhenIdle();
    }

    private void completeWhenIdle() {
        if (closed != null && underWayCount == 0) {
            idle.complete(null);
        }
    }
}

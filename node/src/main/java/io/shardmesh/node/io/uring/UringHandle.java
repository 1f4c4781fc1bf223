package io.shardmesh.node.io.uring;

import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.IoFailures;
import io.shardmesh.node.io.OpenMode;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open file of {@link UringFiles}. The descriptor is closed only when the kernel has completed
 * all that uses it: its number may be another file's a moment later.
 */
final class UringHandle implements FileHandle {
    private final String path;
    private final OpenedFile file;
    private final OpenMode mode;
    private final Uring ring;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();

    private int underWayCount;
    private @Nullable CompletableFuture<Void> closed;

    UringHandle(String path, OpenedFile file, OpenMode mode, Uring ring) {
        this.path = path;
        this.file = file;
        this.mode = mode;
        this.ring = ring;
    }

    @Override
    public CompletableFuture<Integer> read(long position, ByteBuffer target) {
        requirePosition(position);
        return target.hasRemaining()
                ? submit("read", reply -> new ReadBytes(file, position, target, reply))
                : start("read", reply -> post(reply.success(0)));
    }

    @Override
    public CompletableFuture<Void> write(long position, ByteBuffer source) {
        requirePosition(position);
        return source.hasRemaining()
                ? change("write", reply -> writing(position, source, false, reply))
                : change("write", reply -> post(Reply.done(reply)));
    }

    @Override
    public CompletableFuture<Void> writeSynced(long position, ByteBuffer source) {
        requirePosition(position);
        return change("write", reply -> writing(position, source, true, reply));
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("a position is not negative: " + position);
        }
    }

    private void writing(long position, ByteBuffer source, boolean synced, Reply<Void> reply) {
        ring.submit(new WriteBytes(file, position, source, synced, reply));
    }

    @Override
    public CompletableFuture<Void> sync() {
        return submit("sync", reply -> DescriptorCall.sync(file, reply));
    }

    /** The system need not keep it in memory. */
    CompletableFuture<Void> forget() {
        return submit("forget", reply -> DescriptorCall.forget(file, reply));
    }

    /** Asks on the thread of the caller, for it does not block. */
    @Override
    public CompletableFuture<Long> size() {
        return start(
                "size",
                reply -> {
                    try (Arena arena = Arena.ofConfined()) {
                        long size = ring.callsIn(arena).size(file.descriptor());
                        post(size < 0 ? reply.failure((int) size) : reply.success(size));
                    }
                });
    }

    /** The kernel has this for rings since 6.9 only, and it is rare. */
    @Override
    public CompletableFuture<Void> truncate(long sizeBytes) {
        return change(
                "truncate",
                reply -> Thread.startVirtualThread(() -> post(truncated(sizeBytes, reply))));
    }

    private Runnable truncated(long sizeBytes, Reply<Void> reply) {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls calls = ring.callsIn(arena);
            long result = calls.size(file.descriptor());
            if (result > sizeBytes) {
                result = calls.truncate(file.descriptor(), sizeBytes);
            }
            return result < 0 ? reply.failure((int) result) : Reply.done(reply);
        }
    }

    @Override
    public synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            closed = idle.thenCompose(_ -> closeDescriptor());
            completeWhenIdle();
        }
        return closed.copy();
    }

    private CompletableFuture<Void> closeDescriptor() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Reply<Void> reply = new Reply<>("close", path, done, () -> {});
        if (!ring.submitAlways(DescriptorCall.close(file, reply))) {
            try (Arena arena = Arena.ofConfined()) {
                ring.callsIn(arena).close(file.descriptor());
            }
            post(Reply.done(reply));
        }
        return done;
    }

    private void post(Runnable task) {
        ring.strand().execute(task);
    }

    private CompletableFuture<Void> change(String operation, Consumer<Reply<Void>> work) {
        return mode.writable()
                ? start(operation, work)
                : failed(operation, new NonWritableChannelException());
    }

    private <T> CompletableFuture<T> submit(
            String operation, Function<Reply<T>, Operation> operations) {
        return start(operation, reply -> ring.submit(operations.apply(reply)));
    }

    /** Every reply is settled exactly once, and only then is the descriptor free to go. */
    private <T> CompletableFuture<T> start(String operation, Consumer<Reply<T>> work) {
        synchronized (this) {
            if (closed != null) {
                return failed(operation, new ClosedChannelException());
            }
            underWayCount++;
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        work.accept(new Reply<>(operation, path, done, this::ended));
        return done;
    }

    private <T> CompletableFuture<T> failed(String operation, Exception thrown) {
        return CompletableFuture.failedFuture(IoFailures.of(operation, path, thrown).exception());
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

package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Whole files and parts of files over the file port; every file that is opened is closed. */
final class StoreFiles {
    static final String TMP = "tmp";

    private final FilePort port;
    private long tmpCount;

    StoreFiles(FilePort port) {
        this.port = port;
    }

    FilePort port() {
        return port;
    }

    /** A name in tmp that was not used since the store was opened, when tmp was emptied. */
    String nextTmp(String ending) {
        return "%s/%d.%s".formatted(TMP, tmpCount++, ending);
    }

    /** Makes a new file with these bytes. */
    CompletableFuture<Void> writeNew(String path, ByteBuffer bytes, boolean synced) {
        return using(
                path,
                OpenMode.CREATE_NEW,
                file -> synced ? file.writeSynced(0, bytes) : file.write(0, bytes));
    }

    /** All bytes of a file; fails with DAMAGED when it is longer than it can be. */
    CompletableFuture<byte[]> readWhole(String path, long maxBytes) {
        return using(
                path,
                OpenMode.READ,
                file ->
                        file.size()
                                .thenCompose(size -> {
                                    if (size > maxBytes) {
                                        throw damaged(path, "has " + size + " bytes");
                                    }
                                    return readFully(file, path, 0, size.intValue());
                                })
                                .thenApply(ByteBuffer::array));
    }

    /** So many bytes of a file; fails with DAMAGED when it ends before. */
    CompletableFuture<ByteBuffer> readAt(String path, long position, int count) {
        return using(path, OpenMode.READ_SCATTERED, file -> readFully(file, path, position, count));
    }

    static CompletableFuture<ByteBuffer> readFully(
            FileHandle file, String path, long position, int count) {
        return fill(file, path, position, ByteBuffer.allocate(count));
    }

    /** Fills an empty buffer from there on and flips it; fails with DAMAGED at the end. */
    static CompletableFuture<ByteBuffer> fill(
            FileHandle file, String path, long position, ByteBuffer target) {
        return Steps.whileTrue(() ->
                        target.hasRemaining()
                                ? file.read(position + target.position(), target)
                                        .thenApply(read -> more(path, read))
                                : CompletableFuture.completedFuture(false))
                .thenApply(_ -> target.flip());
    }

    private static boolean more(String path, int readBytes) {
        if (readBytes < 0) {
            throw damaged(path, "the file ends too early");
        }
        return true;
    }

    /** Deletes a file; that it is not there, or cannot be deleted now, is left to the next open. */
    CompletableFuture<Void> drop(String path) {
        return port.delete(path).exceptionally(StoreFiles::ignore);
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private static Void ignore(Throwable thrown) {
        if (FailureException.find(thrown).isEmpty()) {
            throw new CompletionException(thrown);
        }
        return null;
    }

    <T> CompletableFuture<T> using(
            String path, OpenMode mode, Function<FileHandle, CompletableFuture<T>> work) {
        return port.open(path, mode)
                .thenCompose(file -> Steps.lastly(started(file, work), file::close));
    }

    private static <T> CompletableFuture<T> started(
            FileHandle file, Function<FileHandle, CompletableFuture<T>> work) {
        try {
            return work.apply(file);
        } catch (FailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    static CompletionException wrapped(Throwable thrown) {
        return thrown instanceof CompletionException known
                ? known
                : new CompletionException(thrown);
    }

    static FailureException damaged(String path, String cause) {
        return new Failure(FailureKind.DAMAGED, "read", path, cause).exception();
    }
}

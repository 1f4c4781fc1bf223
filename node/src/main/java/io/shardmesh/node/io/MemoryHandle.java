package io.shardmesh.node.io;

import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * An open file of {@link MemoryFiles}; it keeps its bytes when the name goes away, as POSIX does.
 */
final class MemoryHandle implements FileHandle {
    private final MemoryFiles port;
    private final String path;
    private final MemoryFile file;
    private final boolean writable;
    private boolean closed;

    MemoryHandle(MemoryFiles port, String path, MemoryFile file, boolean writable) {
        this.port = port;
        this.path = path;
        this.file = file;
        this.writable = writable;
    }

    @Override
    public CompletableFuture<Integer> read(long position, ByteBuffer target) {
        return ifOpen("read", () -> file.read(position, target));
    }

    @Override
    public CompletableFuture<Void> write(long position, ByteBuffer source) {
        return change("write", () -> file.write(position, source));
    }

    @Override
    public CompletableFuture<Void> sync() {
        return port.run(() -> requireOpen("sync"));
    }

    @Override
    public CompletableFuture<Long> size() {
        return ifOpen("size", file::sizeBytes);
    }

    @Override
    public CompletableFuture<Void> truncate(long sizeBytes) {
        return change("truncate", () -> file.truncate(sizeBytes));
    }

    @Override
    public CompletableFuture<Void> close() {
        return port.run(() -> closed = true);
    }

    private <T> CompletableFuture<T> ifOpen(String operation, Supplier<T> action) {
        return port.call(() -> {
            requireOpen(operation);
            return action.get();
        });
    }

    private CompletableFuture<Void> change(String operation, Runnable action) {
        return port.run(() -> {
            requireOpen(operation);
            if (!writable) {
                throw MemoryFiles.failure(
                        FailureKind.IO, operation, path, "the file is open for reading");
            }
            action.run();
        });
    }

    private void requireOpen(String operation) {
        if (closed) {
            throw MemoryFiles.failure(FailureKind.IO, operation, path, "the file is closed");
        }
    }
}

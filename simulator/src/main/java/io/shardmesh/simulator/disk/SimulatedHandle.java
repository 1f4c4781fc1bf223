package io.shardmesh.simulator.disk;

import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** An open file of a {@link SimulatedDisk}. */
final class SimulatedHandle implements FileHandle {
    private final SimulatedDisk disk;
    private final String path;
    private final DiskFile file;
    private final boolean writable;
    private boolean closed;

    SimulatedHandle(SimulatedDisk disk, String path, DiskFile file, boolean writable) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.writable = writable;
    }

    @Override
    public CompletableFuture<Integer> read(long position, ByteBuffer target) {
        return disk.look(
                "read",
                path,
                () -> {
                    requireOpen("read");
                    return file.read(position, target);
                });
    }

    @Override
    public CompletableFuture<Void> write(long position, ByteBuffer source) {
        return change(
                "write",
                () -> {
                    long end = position + source.remaining();
                    disk.grow(path, end - file.sizeBytes());
                    file.write(position, source);
                });
    }

    @Override
    public CompletableFuture<Void> truncate(long sizeBytes) {
        return change(
                "truncate",
                () -> {
                    disk.shrink(Math.max(0, file.sizeBytes() - sizeBytes));
                    file.truncate(sizeBytes);
                });
    }

    @Override
    public CompletableFuture<Void> sync() {
        return disk.sync(
                path,
                () -> {
                    requireOpen("sync");
                    long lastChange = file.lastChange();
                    return () -> file.makeDurable(lastChange);
                });
    }

    @Override
    public CompletableFuture<Long> size() {
        return disk.look(
                "size",
                path,
                () -> {
                    requireOpen("size");
                    return file.sizeBytes();
                });
    }

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public CompletableFuture<Void> close() {
        return disk.look(
                "close",
                path,
                () -> {
                    closed = true;
                    return null;
                });
    }

    private CompletableFuture<Void> change(String operation, Runnable action) {
        return disk.changeVoid(
                operation,
                path,
                () -> {
                    requireOpen(operation);
                    if (!writable) {
                        throw DiskTree.failure(
                                FailureKind.IO, operation, path, "the file is open for reading");
                    }
                    action.run();
                });
    }

    private void requireOpen(String operation) {
        if (closed) {
            throw DiskTree.failure(FailureKind.IO, operation, path, "the file is closed");
        }
    }
}

package io.shardmesh.node.store;

import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A file port that counts the syncs of files under a directory, shard files, and more. */
final class CountingFiles implements FilePort {
    private final FilePort port;
    private final String counted;
    int syncCount;
    int shardOpenCount;
    int shardCloseCount;
    int usableAskCount;
    long usableBytes = Long.MAX_VALUE;

    CountingFiles(FilePort port, String counted) {
        this.port = port;
        this.counted = counted;
    }

    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        boolean shard = path.endsWith(".shard") && mode == OpenMode.READ;
        shardOpenCount += shard ? 1 : 0;
        return port.open(path, mode)
                .thenApply(file ->
                        shard || path.startsWith(counted) ? new Counting(file, shard) : file);
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        return port.rename(from, to);
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        return port.delete(path);
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        return port.list(directory);
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        return port.createDirectories(path);
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        return port.syncDirectory(path);
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        return port.info(path);
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        usableAskCount++;
        return port.usableBytes().thenApply(usable -> Math.min(usable, usableBytes));
    }

    private final class Counting implements FileHandle {
        private final FileHandle file;
        private final boolean shard;

        Counting(FileHandle file, boolean shard) {
            this.file = file;
            this.shard = shard;
        }

        @Override
        public CompletableFuture<Integer> read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        public CompletableFuture<Void> write(long position, ByteBuffer source) {
            return file.write(position, source);
        }

        @Override
        public CompletableFuture<Void> sync() {
            syncCount++;
            return file.sync();
        }

        @Override
        public CompletableFuture<Long> size() {
            return file.size();
        }

        @Override
        public CompletableFuture<Void> truncate(long sizeBytes) {
            return file.truncate(sizeBytes);
        }

        @Override
        public CompletableFuture<Void> close() {
            shardCloseCount += shard ? 1 : 0;
            return file.close();
        }
    }
}

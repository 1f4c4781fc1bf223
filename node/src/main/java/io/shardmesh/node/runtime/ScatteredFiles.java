package io.shardmesh.node.runtime;

import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Two ports on one tree: what is read in small pieces, or past the cache, by one of them, all else
 * by the other.
 *
 * @param usual for all else
 * @param scattered for these reads
 */
record ScatteredFiles(FilePort usual, FilePort scattered) implements FilePort {
    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        return switch (mode) {
            case READ_SCATTERED, READ_UNCACHED -> scattered.open(path, mode);
            case READ, READ_WRITE, CREATE, CREATE_NEW -> usual.open(path, mode);
        };
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        return usual.rename(from, to);
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        return usual.delete(path);
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        return usual.list(directory);
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        return usual.createDirectories(path);
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        return usual.syncDirectory(path);
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        return usual.info(path);
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        return usual.usableBytes();
    }
}

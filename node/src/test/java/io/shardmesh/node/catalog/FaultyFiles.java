package io.shardmesh.node.catalog;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Notes the calls that change or sync something, and fails the one that it is told to. */
record FaultyFiles(FilePort files, List<String> calls, List<String> failing) implements FilePort {

    static FaultyFiles over(FilePort files) {
        return new FaultyFiles(files, new ArrayList<>(), new ArrayList<>());
    }

    private CompletableFuture<Void> call(String name, CompletableFuture<Void> effect) {
        calls.add(name);
        if (failing.remove(name)) {
            var failure = new Failure(FailureKind.NO_SPACE, name, "file", "told to fail");
            return effect.thenCompose(none -> CompletableFuture.failedFuture(failure.exception()));
        }
        return effect;
    }

    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        return files.open(path, mode).thenApply(Handle::new);
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        return call("rename", files.rename(from, to));
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        return files.delete(path);
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        return files.list(directory);
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        return files.createDirectories(path);
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        return call("syncDirectory " + path, files.syncDirectory(path));
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        return files.info(path);
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        return files.usableBytes();
    }

    private final class Handle implements FileHandle {

        private final FileHandle file;

        Handle(FileHandle file) {
            this.file = file;
        }

        @Override
        public CompletableFuture<Integer> read(long position, ByteBuffer target) {
            return file.read(position, target);
        }

        @Override
        public CompletableFuture<Void> write(long position, ByteBuffer source) {
            return call("write", file.write(position, source));
        }

        @Override
        public CompletableFuture<Void> sync() {
            return call("sync", file.sync());
        }

        @Override
        public CompletableFuture<Long> size() {
            return file.size();
        }

        @Override
        public CompletableFuture<Void> truncate(long sizeBytes) {
            return call("truncate", file.truncate(sizeBytes));
        }

        @Override
        public CompletableFuture<Void> close() {
            return file.close();
        }
    }
}

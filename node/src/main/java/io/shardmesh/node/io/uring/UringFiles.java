package io.shardmesh.node.io.uring;

import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Files by a ring: opening, reading, writing, syncing and closing. What only concerns names goes to
 * another port on the same tree: the kernel would give it to a thread just as that port does. May
 * be called from any thread. A future that is cancelled takes no buffer back.
 */
public final class UringFiles implements FilePort {
    private final Path root;
    private final Uring ring;
    private final FilePort names;

    private UringFiles(Path root, Uring ring, FilePort names) {
        this.root = root;
        this.ring = ring;
        this.names = names;
    }

    /**
     * A port on the tree below a directory.
     *
     * @param ring whose strand is that of {@code names}; closed by whoever started it, after all
     *     files are closed
     * @param names a port on the same tree
     */
    public static UringFiles create(Path root, Uring ring, FilePort names) {
        return new UringFiles(root, ring, names);
    }

    @Override
    public CompletableFuture<FileHandle> open(String path, OpenMode mode) {
        return openHandle(path, mode).thenApply(handle -> handle);
    }

    private CompletableFuture<UringHandle> openHandle(String path, OpenMode mode) {
        Path file = root.resolve(FilePath.check(path));
        CompletableFuture<UringHandle> done = new CompletableFuture<>();
        ring.submit(
                new OpenFile<>(
                        file,
                        mode,
                        ring.threadCalls(),
                        opened -> new UringHandle(path, opened, mode, ring),
                        new Reply<>("open", path, done, () -> {})));
        return done;
    }

    /**
     * Has the system keep nothing of a file in memory but what is not written yet, so that the next
     * reads come from the disk: for measuring them.
     */
    public CompletableFuture<Void> forget(String path) {
        return openHandle(path, OpenMode.READ)
                .thenCompose(file -> file.forget().thenCompose(_ -> file.close()));
    }

    @Override
    public CompletableFuture<Void> rename(String from, String to) {
        return names.rename(from, to);
    }

    @Override
    public CompletableFuture<Void> delete(String path) {
        return names.delete(path);
    }

    @Override
    public CompletableFuture<List<FileInfo>> list(String directory) {
        return names.list(directory);
    }

    @Override
    public CompletableFuture<Void> createDirectories(String path) {
        return names.createDirectories(path);
    }

    @Override
    public CompletableFuture<Void> syncDirectory(String path) {
        return names.syncDirectory(path);
    }

    @Override
    public CompletableFuture<Optional<FileInfo>> info(String path) {
        return names.info(path);
    }

    @Override
    public CompletableFuture<Long> usableBytes() {
        return names.usableBytes();
    }
}

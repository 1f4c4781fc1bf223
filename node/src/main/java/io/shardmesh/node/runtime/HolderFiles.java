package io.shardmesh.node.runtime;

import io.shardmesh.node.api.FilesBackend;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.io.ChannelFiles;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.uring.Uring;
import io.shardmesh.node.io.uring.UringFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The files of a holder, by what measures better for each kind of access (docs/adr/0022).
 *
 * @param port on the tree of the store
 * @param ring what the port needs beside; closed after all that uses the port
 */
record HolderFiles(FilePort port, Optional<Uring> ring) {
    /** Enough to keep a disk busy with small files, few enough to leave it to others as well. */
    static final int PARALLEL_CALL_COUNT = 16;

    /** Says in one line of the journal what it took, or why not what was wanted. */
    static CompletableFuture<HolderFiles> open(
            Path root, FilesBackend wanted, Environment environment) {
        FilePort channel = channel(root, environment);
        if (wanted == FilesBackend.CHANNEL) {
            return CompletableFuture.completedFuture(new HolderFiles(channel, Optional.empty()));
        }
        return Uring.start(environment.strand()::execute)
                .thenApply(start ->
                        switch (start) {
                            case Uring.Start.Running(Uring ring) -> {
                                environment.journal().info("files: io_uring for " + uses(wanted));
                                FilePort uring = UringFiles.create(root, ring, channel);
                                yield new HolderFiles(
                                        wanted == FilesBackend.URING
                                                ? uring
                                                : new ScatteredFiles(channel, uring),
                                        Optional.of(ring));
                            }
                            case Uring.Start.Refused(String reason) -> {
                                environment
                                        .journal()
                                        .warn("files: channels alone, no io_uring: " + reason);
                                yield new HolderFiles(channel, Optional.empty());
                            }
                        });
    }

    private static String uses(FilesBackend wanted) {
        return wanted == FilesBackend.URING ? "all that it can" : "scattered reads, else channels";
    }

    static FilePort channel(Path root, Environment environment) {
        return ChannelFiles.create(root, PARALLEL_CALL_COUNT, environment.strand()::execute);
    }

    CompletableFuture<Void> close() {
        return ring.map(Uring::close).orElse(CompletableFuture.completedFuture(null));
    }
}

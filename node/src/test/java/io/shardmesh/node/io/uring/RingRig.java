package io.shardmesh.node.io.uring;

import io.shardmesh.node.io.ChannelFiles;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.Unwrapped;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A ring with a strand of its own; a machine without io_uring fails the test. */
final class RingRig implements AutoCloseable {
    private final ExecutorService strand;
    private final Uring ring;

    private RingRig(ExecutorService strand, Uring ring) {
        this.strand = strand;
        this.ring = ring;
    }

    static RingRig of(RingConfig config) {
        ExecutorService strand =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "strand"));
        return switch (join(Uring.start(strand, config))) {
            case Uring.Start.Running(Uring ring) -> new RingRig(strand, ring);
            case Uring.Start.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    Uring ring() {
        return ring;
    }

    ExecutorService strand() {
        return strand;
    }

    FilePort files(Path root) {
        return UringFiles.create(root, ring, ChannelFiles.create(root, 4, strand));
    }

    static <T> T join(CompletableFuture<T> future) {
        return Unwrapped.join(future.orTimeout(60, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        join(ring.close());
        strand.shutdown();
    }
}

package io.shardmesh.cli.batch;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.LocalFile;
import io.shardmesh.node.file.FileSink;
import io.shardmesh.node.file.Identity;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes all of a file that is an object of its own; a service may write it instead. */
public final class StagedSink implements ByteSink {
    private final StagedFile file;
    private final String name;
    private final FileSink sink;

    private StagedSink(StagedFile file, String name) {
        this.file = file;
        this.name = name;
        this.sink = FileSink.of(file.channel(), name);
    }

    /** A sink into a file that has just begun and stays its owner's. */
    public static StagedSink of(StagedFile file, String name) {
        return new StagedSink(file, name);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        return sink.write(bytes);
    }

    @Override
    public Optional<LocalFile> file() {
        return Identity.of(file.path(), name);
    }
}

package io.shardmesh.cli;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.home.AtomicFile;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The output of a get: written beside its name and renamed when it is whole and synced. Closed
 * before that, it is removed. One that a crash has left is replaced by the next get to that output.
 */
public final class PartFile implements ByteSink, AutoCloseable {
    private final Path output;
    private final Path part;
    private final FileChannel channel;
    private final boolean replace;
    private final Executor writes = task -> Thread.ofVirtual().start(task);
    private boolean done;

    private PartFile(Path output, Path part, FileChannel channel, boolean replace) {
        this.output = output;
        this.part = part;
        this.channel = channel;
        this.replace = replace;
    }

    /** Opens the part file of {@code output}, which must not exist unless {@code force} is set. */
    public static PartFile open(Path output, boolean force) {
        Path folder = Optional.ofNullable(output.toAbsolutePath().getParent()).orElse(output);
        if (!Files.isDirectory(folder)) {
            throw failure(
                    FailureKind.NOT_FOUND, output, "the folder " + folder + " does not exist");
        }
        if (Files.isDirectory(output)) {
            throw failure(FailureKind.NOT_A_FILE, output, "it is a directory");
        }
        if (Files.exists(output) && !Files.isRegularFile(output)) {
            throw failure(FailureKind.NOT_A_FILE, output, "it is a device or a pipe");
        }
        if (Files.exists(output) && !force) {
            throw failure(FailureKind.EXISTS, output, "it exists");
        }
        Path part = folder.resolve("." + output.getFileName() + ".shardmesh-part");
        try {
            return new PartFile(output, part, openAlone(output, part), force);
        } catch (IOException trouble) {
            throw IoFailures.of("write", output.toString(), trouble).exception();
        }
    }

    /** Empties the part file only after it is clear that no other get is writing it. */
    private static FileChannel openAlone(Path output, Path part) throws IOException {
        FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean alone = false;
        try {
            alone = channel.tryLock() != null;
            if (!alone) {
                throw inUse(output);
            }
            channel.truncate(0);
            return channel;
        } catch (OverlappingFileLockException samePart) {
            throw inUse(output);
        } finally {
            if (!alone) {
                channel.close();
            }
        }
    }

    private static RuntimeException inUse(Path output) {
        return failure(FailureKind.IN_USE, output, "another get is writing it");
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        return CompletableFuture.runAsync(() -> writeNow(bytes), writes);
    }

    private void writeNow(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException trouble) {
            throw IoFailures.of("write", output.toString(), trouble).exception();
        }
    }

    /** Makes the output visible under its name. */
    public void finish() {
        try {
            channel.force(true);
            AtomicFile.publish(part, output, replace);
            done = true;
            channel.close();
        } catch (FileAlreadyExistsException taken) {
            throw failure(FailureKind.EXISTS, output, "it was made while it was fetched");
        } catch (IOException trouble) {
            throw IoFailures.of("write", output.toString(), trouble).exception();
        }
    }

    /** Removes what is not finished. */
    @Override
    public void close() {
        try {
            // Removed while the lock is held: afterwards it may be another get's.
            if (!done && channel.isOpen()) {
                Files.deleteIfExists(part);
            }
            channel.close();
        } catch (IOException left) {
            return; // The next get to this output takes the part file over.
        }
    }

    private static RuntimeException failure(FailureKind kind, Path output, String cause) {
        return new Failure(kind, "write", output.toString(), cause).exception();
    }
}

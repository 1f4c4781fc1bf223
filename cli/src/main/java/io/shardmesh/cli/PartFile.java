package io.shardmesh.cli;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.shardmesh.node.api.ByteSink;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.LocalFile;
import io.shardmesh.node.file.FileSink;
import io.shardmesh.node.file.Identity;
import io.shardmesh.node.home.AtomicFile;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The output of a get: written beside its name and renamed when it is whole and synced. Closed
 * before that, it is removed. One that a crash has left is removed by the next get to that output.
 *
 * <p>Whoever holds the lock of the file that stands under the part's name may write, rename or
 * remove it. It is always a new file: a service may still be writing to that of a command that was
 * killed.
 */
public final class PartFile implements ByteSink, AutoCloseable {
    /** How often the part's name may change hands while we open it. */
    private static final int MAX_ATTEMPTS = 8;

    private final Path output;
    private final Path part;
    private final FileChannel channel;
    private final FileSink sink;
    private final boolean replace;
    private boolean done;

    private PartFile(Path output, Path part, FileChannel channel, boolean replace) {
        this.output = output;
        this.part = part;
        this.channel = channel;
        this.sink = FileSink.of(channel, output.toString());
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

    private static FileChannel openAlone(Path output, Path part) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                FileChannel made = FileChannel.open(part, CREATE_NEW, WRITE);
                if (isOurs(made, part)) {
                    return made;
                }
                made.close();
            } catch (FileAlreadyExistsException left) {
                removeLeft(output, part);
            }
        }
        throw inUse(output);
    }

    /** Takes the lock; false when another get took it, or the name, first. */
    private static boolean isOurs(FileChannel made, Path part) throws IOException {
        Optional<LocalFile> before = Identity.of(part, "");
        try {
            return made.tryLock() != null && before.equals(Identity.of(part, ""));
        } catch (OverlappingFileLockException samePart) {
            return false;
        }
    }

    /** Removes what a crash has left, after it is clear that no other get is writing it. */
    private static void removeLeft(Path output, Path part) throws IOException {
        Optional<LocalFile> before = Identity.of(part, "");
        try (FileChannel left = FileChannel.open(part, WRITE)) {
            if (left.tryLock() == null) {
                throw inUse(output);
            }
            if (before.equals(Identity.of(part, ""))) {
                Files.deleteIfExists(part);
            }
        } catch (OverlappingFileLockException samePart) {
            throw inUse(output);
        } catch (NoSuchFileException gone) {
            return; // Its get has ended since.
        }
    }

    private static RuntimeException inUse(Path output) {
        return failure(FailureKind.IN_USE, output, "another get is writing it");
    }

    @Override
    public Optional<LocalFile> file() {
        return Identity.of(part, output.toString());
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer bytes) {
        return sink.write(bytes);
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
            return; // The next get to this output removes it.
        }
    }

    private static RuntimeException failure(FailureKind kind, Path output, String cause) {
        return new Failure(kind, "write", output.toString(), cause).exception();
    }
}

package io.shardmesh.node.file;

import io.shardmesh.node.api.ByteSource;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.LocalFile;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A file that is put. Read on virtual threads; changed while it is read, it fails the put. */
public final class FileSource implements ByteSource, AutoCloseable {
    /**
     * Larger reads would make the JVM keep larger native buffers, and leave the processor's cache.
     */
    private static final int READ_BYTES = 512 * 1024;

    private final Path file;
    private final String called;
    private final FileChannel channel;
    private final BasicFileAttributes before;
    private final Executor reads = task -> Thread.ofVirtual().start(task);
    private long readBytes;

    private FileSource(Path file, String called, FileChannel channel, BasicFileAttributes before) {
        this.file = file;
        this.called = called;
        this.channel = channel;
        this.before = before;
    }

    /** Opens a regular file; anything else fails with the reason. */
    public static FileSource open(Path file) {
        return open(file, file.toString());
    }

    private static FileSource open(Path file, String called) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new Failure(
                                FailureKind.NOT_A_FILE,
                                "put",
                                called,
                                attributes.isDirectory()
                                        ? "it is a directory"
                                        : "it is not a regular file")
                        .exception();
            }
            return new FileSource(
                    file, called, FileChannel.open(file, StandardOpenOption.READ), attributes);
        } catch (IOException trouble) {
            throw IoFailures.of("put", called, trouble).exception();
        }
    }

    /**
     * Opens the file that another process of this user has open, as it was seen there; empty when
     * it cannot be opened here or is another one by now.
     */
    public static Optional<FileSource> open(LocalFile meant, PutRequest.FileFacts seen) {
        if (!Identity.holds(meant)) {
            return Optional.empty();
        }
        FileSource source;
        try {
            source = open(meant.path(), meant.called());
        } catch (FailureException notHere) {
            return Optional.empty();
        }
        if (Identity.holds(meant)
                && source.sizeBytes().equals(seen.expectedBytes())
                && source.modified().equals(seen.modified())) {
            return Optional.of(source);
        }
        source.close();
        return Optional.empty();
    }

    @Override
    public Optional<LocalFile> file() {
        return Identity.of(file, called);
    }

    /** Its size when it was opened. */
    public OptionalLong sizeBytes() {
        return OptionalLong.of(before.size());
    }

    /** Its last change before it was opened. */
    public Instant modified() {
        return before.lastModifiedTime().toInstant();
    }

    /** Its permission bits, or none where the system has no such thing. */
    public int mode() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            int mode = 0;
            PosixFilePermission[] all = PosixFilePermission.values();
            for (int i = 0; i < all.length; i++) {
                mode |= permissions.contains(all[i]) ? 1 << (all.length - 1 - i) : 0;
            }
            return mode;
        } catch (IOException | UnsupportedOperationException none) {
            return 0;
        }
    }

    @Override
    public CompletableFuture<Integer> read(ByteBuffer target) {
        return CompletableFuture.supplyAsync(() -> readNow(target), reads);
    }

    private int readNow(ByteBuffer target) {
        try {
            int total = 0;
            while (target.hasRemaining()) {
                int count = channel.read(part(target));
                if (count < 0) {
                    break;
                }
                target.position(target.position() + count);
                total += count;
            }
            readBytes += total;
            if (total > 0) {
                return total;
            }
            checkUnchanged();
            return -1;
        } catch (IOException trouble) {
            throw IoFailures.of("put", called, trouble).exception();
        }
    }

    private static ByteBuffer part(ByteBuffer target) {
        return target.slice(target.position(), Math.min(target.remaining(), READ_BYTES));
    }

    private void checkUnchanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        if (now.size() != before.size()
                || readBytes != before.size()
                || !now.lastModifiedTime().equals(before.lastModifiedTime())
                || !Objects.equals(now.fileKey(), before.fileKey())) {
            throw changed();
        }
    }

    private FailureException changed() {
        return new Failure(
                        FailureKind.SOURCE_CHANGED, "put", called, "it changed while it was read")
                .exception();
    }

    /** What its name says of its content. */
    public String type() {
        try {
            return Optional.ofNullable(Files.probeContentType(file)).orElse("");
        } catch (IOException unknown) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException late) {
            return; // It was only read.
        }
    }
}

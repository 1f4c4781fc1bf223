package io.shardmesh.node.home;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Small private files that are read and replaced whole: after a crash there is the old content or
 * the new, never a part. The new content is on the disk when {@link #replace} returns.
 */
public final class AtomicFile {
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rw-------");

    private AtomicFile() {}

    /** Puts {@code content} in the place of what is there. Fails with what the disk says. */
    public static void replace(Path file, byte[] content) {
        Path temporary = temporaryOf(file);
        try {
            writeSynced(temporary, content);
            publish(temporary, file, true);
        } catch (IOException e) {
            discard(temporary);
            throw IoFailures.of("write", file.toString(), e).exception();
        }
    }

    /**
     * Makes a file that must not be there; of two that try at once, one fails with EXISTS and
     * neither overwrites the other.
     */
    public static void create(Path file, byte[] content) {
        Path temporary = temporaryOf(file);
        try {
            writeSynced(temporary, content);
            publish(temporary, file, false);
        } catch (IOException e) {
            discard(temporary);
            throw IoFailures.of("make", file.toString(), e).exception();
        }
    }

    /**
     * Gives a whole and synced file its name; when this returns it has that name on the disk too,
     * and the one that it was written under is gone.
     *
     * @param replace whether it may take the place of what is there
     * @throws FileAlreadyExistsException when it may not, and something is there
     */
    public static void publish(Path written, Path file, boolean replace) throws IOException {
        if (replace) {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            claim(written, file);
        }
        syncDirectory(file);
    }

    /** A link, unlike a rename, never takes the place of what is there. */
    private static void claim(Path written, Path file) throws IOException {
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(written, file); // On FAT and the like; refuses too, if not atomically.
            return;
        }
        Files.delete(written);
    }

    /**
     * Reads a whole file; empty when there is none. Fails with MALFORMED when it is longer than
     * {@code maxBytes}, which is looked at before anything is allocated.
     */
    public static Optional<byte[]> read(Path file, int maxBytes) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                String cause = "longer than " + maxBytes + " bytes";
                throw new Failure(FailureKind.MALFORMED, "read", file.toString(), cause)
                        .exception();
            }
            return Optional.of(content);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw IoFailures.of("read", file.toString(), e).exception();
        }
    }

    // Process and thread keep two apart that make the same file at once.
    private static Path temporaryOf(Path file) {
        String name =
                ".%s.%d.%d.tmp"
                        .formatted(
                                file.getFileName(),
                                ProcessHandle.current().pid(),
                                Thread.currentThread().threadId());
        return file.resolveSibling(name);
    }

    private static void writeSynced(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PRIVATE))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void syncDirectory(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            } catch (AccessDeniedException notListed) {
                return; // One may write into a folder that one may not open.
            }
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // The first error is the one to report; the file is replaced by the next attempt.
        }
    }
}

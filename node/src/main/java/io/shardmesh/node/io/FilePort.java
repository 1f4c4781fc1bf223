package io.shardmesh.node.io;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A tree of files below one root.
 *
 * <p>Paths are relative to the root, with '/' between their parts; {@code ""} is the root itself;
 * empty parts, "." and ".." are a bug of the caller ({@link IllegalArgumentException} at once). No
 * method blocks. A future completes on the strand given when the port was made, normally or with a
 * {@link io.shardmesh.node.api.FailureException} whose subject is the path.
 *
 * <p>Durability is POSIX's: bytes of a file outlive a power loss only after {@link
 * FileHandle#sync}, and a name that was made, changed or removed only after {@link #syncDirectory}
 * of the directory that holds it (of both directories for a rename between two).
 */
public interface FilePort {
    /** Fails with NOT_FOUND, EXISTS (CREATE_NEW), NOT_A_FILE (a directory), PERMISSION. */
    CompletableFuture<FileHandle> open(String path, OpenMode mode);

    /** Atomic; replaces a file that is at the target. Fails with NOT_FOUND without a source. */
    CompletableFuture<Void> rename(String from, String to);

    /** A file or an empty directory. Fails with NOT_FOUND when nothing is there. */
    CompletableFuture<Void> delete(String path);

    /** Entries ordered by name; fails with NOT_FOUND when the directory is not there. */
    CompletableFuture<List<FileInfo>> list(String directory);

    /** Makes the directory and its parents (0700); no error when it is there. */
    CompletableFuture<Void> createDirectories(String path);

    /** Makes the entries of this directory durable. */
    CompletableFuture<Void> syncDirectory(String path);

    /** Empty when nothing is there. */
    CompletableFuture<Optional<FileInfo>> info(String path);

    /** Bytes that this user can still write to the file system of the root. */
    CompletableFuture<Long> usableBytes();
}

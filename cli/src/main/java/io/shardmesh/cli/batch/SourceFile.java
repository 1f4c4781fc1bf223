package io.shardmesh.cli.batch;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;

/**
 * A regular file that a batch is of, as it was when it was found.
 *
 * @param path where it is
 * @param name under which it is stored
 * @param seen what its file system said
 * @param facts the same for the bundle's index
 */
public record SourceFile(
        Path path, String name, BasicFileAttributes seen, BundledFile.Facts facts) {
    /** Its size when it was found. */
    public long sizeBytes() {
        return seen.size();
    }

    /** What a file system says of a file itself, not of what a link leads to. */
    static BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException notPosix) {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Permission bits, or 0 where the system has none. */
    static int mode(BasicFileAttributes attributes) {
        return attributes instanceof PosixFileAttributes posix
                ? FileMode.of(posix.permissions())
                : 0;
    }

    /** Fails with SOURCE_CHANGED when it is not any more what was found. */
    public void checkUnchanged() throws IOException {
        BasicFileAttributes now = attributes(path);
        if (now.size() != seen.size()
                || !now.lastModifiedTime().equals(seen.lastModifiedTime())
                || !Objects.equals(now.fileKey(), seen.fileKey())) {
            throw changed();
        }
    }

    FailureException changed() {
        return new Failure(
                        FailureKind.SOURCE_CHANGED,
                        "put",
                        path.toString(),
                        "it changed while it was read")
                .exception();
    }
}

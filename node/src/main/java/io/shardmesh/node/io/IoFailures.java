package io.shardmesh.node.io;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the JDK throws for a file into the failure that its user can act on. */
public final class IoFailures {
    /**
     * Java has no type for these; it passes on the words of strerror(3). In another language than
     * English an unknown text becomes kind IO, except for a full disk, see noSpace.
     */
    private static final Map<String, FailureKind> WORDS =
            Map.of(
                    "no space left on device", FailureKind.NO_SPACE,
                    "disk quota exceeded", FailureKind.NO_SPACE,
                    "file too large", FailureKind.NO_SPACE,
                    "read-only file system", FailureKind.PERMISSION,
                    "operation not permitted", FailureKind.PERMISSION,
                    "permission denied", FailureKind.PERMISSION,
                    "is a directory", FailureKind.NOT_A_FILE,
                    "not a directory", FailureKind.NOT_FOUND,
                    "too many open files", FailureKind.BUSY,
                    "device or resource busy", FailureKind.IN_USE);

    private IoFailures() {}

    /** The error of a write when the disk is known to be full, whatever the error's language. */
    static IOException noSpace(IOException thrown) {
        return new IOException("No space left on device", thrown);
    }

    /** Returns the failure of an operation on a path. */
    public static Failure of(String operation, String path, Exception thrown) {
        return switch (thrown) {
            case NoSuchFileException _ ->
                    failure(FailureKind.NOT_FOUND, operation, path, "no such file or directory");
            case FileAlreadyExistsException _ ->
                    failure(FailureKind.EXISTS, operation, path, "exists already");
            case DirectoryNotEmptyException _ ->
                    failure(FailureKind.EXISTS, operation, path, "the directory is not empty");
            case AccessDeniedException _ ->
                    failure(FailureKind.PERMISSION, operation, path, "permission denied");
            case NotDirectoryException _ ->
                    failure(FailureKind.NOT_FOUND, operation, path, "not a directory");
            case FileSystemException e -> ofWords(operation, path, words(e, e.getReason()));
            case ClosedChannelException _ ->
                    failure(FailureKind.IO, operation, path, "the file is closed");
            case NonWritableChannelException _ ->
                    failure(FailureKind.IO, operation, path, "the file is open for reading");
            case IOException e -> ofWords(operation, path, words(e, e.getMessage()));
            default -> failure(FailureKind.INTERNAL, operation, path, thrown.toString());
        };
    }

    private static String words(IOException thrown, @Nullable String text) {
        return text == null ? thrown.getClass().getSimpleName() : text;
    }

    private static Failure ofWords(String operation, String path, String words) {
        String known = words.toLowerCase(Locale.ROOT);
        return failure(WORDS.getOrDefault(known, FailureKind.IO), operation, path, known);
    }

    private static Failure failure(FailureKind kind, String operation, String path, String cause) {
        return new Failure(kind, operation, path, cause);
    }
}

package io.shardmesh.node.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChannelFilesTest extends FilePortContract {
    private final ExecutorService strand =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "strand"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    private @Nullable FilePort files;

    @Override
    protected FilePort files() {
        if (files == null) {
            // One call at a time, so that a call which waits for another would hang for ever.
            files = ChannelFiles.create(root, 1, strand);
        }
        return files;
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        return Unwrapped.join(future.orTimeout(20, TimeUnit.SECONDS));
    }

    @AfterEach
    void stopStrand() {
        strand.shutdown();
    }

    @Test
    void newEntries_arePrivate() throws IOException {
        await(files().createDirectories("x/y"));
        put("x/y/a", "1");

        for (String directory : new String[] {"x", "x/y"}) {
            assertEquals("rwx------", permissions(directory));
        }
        assertEquals("rw-------", permissions("x/y/a"));
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    @Test
    void futures_complete_onTheStrand() {
        // The callbacks are in place before the calls start, so they run where these complete.
        CompletableFuture<Void> start = new CompletableFuture<>();
        CompletableFuture<String> made =
                start.thenCompose(_ -> files().info("a")).thenApply(_ -> thread());
        CompletableFuture<String> failed =
                start.thenCompose(_ -> files().list("no")).handle((_, _) -> thread());

        strand.execute(() -> start.complete(null));

        assertEquals("strand", await(made));
        assertEquals("strand", await(failed));
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    @Test
    void wordsOfTheSystem_becomeKinds() {
        assertKind(FailureKind.NO_SPACE, new IOException("No space left on device"));
        assertKind(FailureKind.NO_SPACE, new FileSystemException("a", null, "Disk quota exceeded"));
        assertKind(
                FailureKind.PERMISSION,
                new FileSystemException("a", null, "Read-only file system"));
        assertKind(FailureKind.PERMISSION, new AccessDeniedException("a"));
        assertKind(FailureKind.BUSY, new FileSystemException("a", null, "Too many open files"));
        assertKind(FailureKind.IO, new IOException("Input/output error"));
        assertKind(FailureKind.IO, new IOException((String) null));
        assertKind(FailureKind.INTERNAL, new IllegalStateException("bug"));
    }

    private static void assertKind(FailureKind kind, Exception thrown) {
        assertSame(kind, IoFailures.of("write", "a", thrown).kind());
    }
}

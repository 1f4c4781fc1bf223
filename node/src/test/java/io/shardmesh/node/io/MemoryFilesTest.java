package io.shardmesh.node.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class MemoryFilesTest extends FilePortContract {
    private final ArrayDeque<Runnable> strand = new ArrayDeque<>();
    private final MemoryFiles files = MemoryFiles.create(strand::add);

    @Override
    protected FilePort files() {
        return files;
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        while (!future.isDone()) {
            strand.remove().run();
        }
        return Unwrapped.join(future);
    }

    @Test
    void futures_beforeTheStrandRuns_arePending() {
        CompletableFuture<Void> made = files.createDirectories("x");

        assertFalse(made.isDone());
        strand.remove().run();
        assertEquals(CompletableFuture.State.SUCCESS, made.state());
    }
}

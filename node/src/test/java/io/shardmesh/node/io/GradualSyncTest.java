package io.shardmesh.node.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class GradualSyncTest {
    private final List<CompletableFuture<Void>> begun = new ArrayList<>();
    private final GradualSync sync = new GradualSync(100, this::begin);

    private CompletableFuture<Void> begin() {
        begun.add(new CompletableFuture<>());
        return begun.getLast();
    }

    @Test
    void written_aStep_beginsOneSyncAtATime() {
        sync.written(99);
        assertEquals(0, begun.size());
        sync.written(1);
        assertEquals(1, begun.size());
        sync.written(1000);
        assertEquals(1, begun.size());
        begun.getFirst().complete(null);
        sync.written(1);
        assertEquals(2, begun.size());
    }

    @Test
    void finish_waitsForTheSyncUnderWayAndSyncsWhatCameSince() {
        sync.written(100);
        CompletableFuture<Void> finished = sync.finish();
        assertEquals(1, begun.size());
        begun.getFirst().complete(null);
        assertEquals(2, begun.size());
        assertFalse(finished.isDone());
        begun.getLast().complete(null);
        assertTrue(finished.isDone());
    }

    @Test
    void finish_afterASyncThatFailed_failsWithoutAnother() {
        sync.written(100);
        begun.getFirst().completeExceptionally(new IOException("disk"));
        sync.written(100);
        assertTrue(sync.finish().isCompletedExceptionally());
        assertEquals(1, begun.size());
    }
}

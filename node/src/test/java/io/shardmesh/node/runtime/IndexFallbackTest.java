package io.shardmesh.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class IndexFallbackTest {
    private final List<String> warnings = new ArrayList<>();
    private final IndexFallback fallback =
            new IndexFallback(
                    new Journal() {
                        @Override
                        public void info(String line) {}

                        @Override
                        public void warn(String line) {
                            warnings.add(line);
                        }
                    });

    private CompletableFuture<String> open(CompletableFuture<String> onDisk) {
        return fallback.orInMemory("store", onDisk, () -> "in memory");
    }

    private static CompletableFuture<String> failed(FailureKind kind) {
        return Async.failed(new Failure(kind, "open", "index.sqlite", "the disk says no"));
    }

    @Test
    void orInMemory_indexThatOpens_isTaken() {
        assertEquals("disk", open(CompletableFuture.completedFuture("disk")).join());
        assertEquals(List.of(), warnings);
    }

    @Test
    void orInMemory_diskThatAllowsNone_isInMemoryAndSaysWhy() {
        for (FailureKind kind :
                List.of(FailureKind.NO_SPACE, FailureKind.PERMISSION, FailureKind.IO)) {
            assertEquals("in memory", open(failed(kind)).join());
        }

        assertEquals(
                "store: index.sqlite cannot be used, so the index is in memory until the next"
                        + " start: the disk says no; make room, or check the disk and who may"
                        + " write there",
                warnings.getFirst());
    }

    /** Two processes in one home, which must not go on. */
    @Test
    void orInMemory_indexThatAnotherHas_fails() {
        CompletableFuture<String> opened = open(failed(FailureKind.BUSY));

        FailureException thrown =
                (FailureException) Async.unwrap(assertThrows(RuntimeException.class, opened::join));
        assertEquals(FailureKind.BUSY, thrown.failure().kind());
    }
}

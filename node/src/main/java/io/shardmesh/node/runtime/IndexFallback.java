package io.shardmesh.node.runtime;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Journal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What stands in for an index that the disk does not let us keep, because it is full, read-only or
 * fails. An index only finds what lies in other files, and those can perhaps still be read: a node
 * that serves them is worth more than one that does not start.
 */
final class IndexFallback {
    private final Journal journal;

    IndexFallback(Journal journal) {
        this.journal = journal;
    }

    /**
     * The index that was opened, or one in memory for as long as this node runs.
     *
     * @param part who has the index, for the log
     */
    <T> CompletableFuture<T> orInMemory(
            String part, CompletableFuture<? extends T> onDisk, Supplier<? extends T> inMemory) {
        return onDisk.<T>thenApply(opened -> opened)
                .exceptionallyCompose(thrown -> {
                    Failure failure = Async.failureOf(thrown);
                    return switch (failure.kind()) {
                        case NO_SPACE, PERMISSION, IO -> {
                            journal.warn(line(part, failure));
                            yield CompletableFuture.completedFuture(inMemory.get());
                        }
                        default -> Async.failed(failure);
                    };
                });
    }

    private static String line(String part, Failure failure) {
        return part
                + ": index.sqlite cannot be used, so the index is in memory until the next start: "
                + failure.cause()
                + "; make room, or check the disk and who may write there";
    }
}

package io.shardmesh.node.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Keeps a row of the index true while the record file that it was made from is replaced. The index
 * does not look into record files when the store is opened, so before the file changes the row is
 * marked, on the medium, as one that has to be read again.
 */
final class RowSettling {
    private final StoreFiles files;
    private final ShardIndex index;
    private final StoreSpace space;

    RowSettling(StoreParts parts) {
        this.files = parts.files();
        this.index = parts.index();
        this.space = parts.space();
    }

    /** Does the work; the row of what it replaces is marked before and, if it fails, made anew. */
    CompletableFuture<Void> around(
            Optional<StoredShard> replaced, Supplier<CompletableFuture<Void>> work) {
        if (replaced.isEmpty()) {
            return work.get();
        }
        StoredShard row = replaced.get();
        return index.apply(IndexChange.put(row.unsettled()))
                .thenCompose(_ -> index.sync())
                .thenCompose(_ -> work.get())
                .exceptionallyCompose(thrown ->
                        Steps.lastly(CompletableFuture.failedFuture(thrown), () -> settle(row)));
    }

    /** Whether the old or the new record is at its place, only the place can say. */
    private CompletableFuture<Void> settle(StoredShard row) {
        return RecordReading.readOnce(files, row)
                .thenCompose(record -> {
                    StoredShard there = StoredShard.of(record, row.location());
                    return index.apply(IndexChange.put(there))
                            .thenAccept(_ -> space.came(there, Optional.of(row)));
                });
    }
}

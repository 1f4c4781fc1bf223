package io.shardmesh.node.store;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.record.ShardName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Takes shards and inline copies out for good, in an order that a power loss cannot turn round:
 *
 * <ol>
 *   <li>the row leaves the index, on the medium: a row without a record would be taken for damage,
 *   <li>the record, and that is synced: from here on the shard is not in the store,
 *   <li>shard and chaining values; if they are left, the next opening drops them.
 * </ol>
 *
 * <p>For an inline copy an entry in a pack says that it is gone. Who has a file open reads on.
 */
final class ShardRemoval {
    private final StoreFiles files;
    private final ShardIndex index;
    private final StoreSpace space;
    private final PackWriter packs;
    private final ObjectTurns turns;

    ShardRemoval(StoreParts parts) {
        this.files = parts.files();
        this.index = parts.index();
        this.space = parts.space();
        this.packs = parts.packs();
        this.turns = parts.turns();
    }

    /** False when it is not here. */
    CompletableFuture<Boolean> run(ShardName name) {
        return turns.ofShard(
                name,
                () ->
                        index.object(name.objectKey())
                                .thenApply(known -> known.shard(name.index()))
                                .thenCompose(row ->
                                        row.map(this::remove)
                                                .orElseGet(() ->
                                                        CompletableFuture.completedFuture(false))));
    }

    private CompletableFuture<Boolean> remove(StoredShard row) {
        CompletableFuture<Void> removed =
                switch (row.location()) {
                    case ShardLocation.InFile _ -> removeFile(row);
                    case ShardLocation.InPack _ ->
                            packs.append(new PackEntry.Removal(row.name()))
                                    .thenAccept(_ -> space.left(row));
                };
        return removed.thenApply(_ -> true);
    }

    private CompletableFuture<Void> removeFile(StoredShard row) {
        return index.apply(IndexChange.of(new IndexStep.Remove(row.name())))
                .thenCompose(_ -> index.sync())
                .thenCompose(_ -> takeOut(files, row.name()))
                .whenComplete((_, _) -> space.left(row))
                .exceptionallyCompose(thrown ->
                        Steps.lastly(CompletableFuture.failedFuture(thrown), () -> putBack(row)));
    }

    /** As long as its record is there, the shard is in the store. */
    private CompletableFuture<Void> putBack(StoredShard row) {
        return files.port()
                .info(new ShardFiles(row.name()).path(ShardFiles.Part.RECORD))
                .thenCompose(found ->
                        found.isPresent()
                                ? index.apply(IndexChange.put(row))
                                        .thenAccept(_ -> space.came(row, Optional.empty()))
                                : CompletableFuture.completedFuture(null));
    }

    /** Deletes the files of a shard that has no row any more; it is all the same if some lack. */
    static CompletableFuture<Void> takeOut(StoreFiles files, ShardName name) {
        ShardFiles names = new ShardFiles(name);
        FilePort port = files.port();
        return port.delete(names.path(ShardFiles.Part.RECORD))
                .exceptionallyCompose(ShardRemoval::missingIsFine)
                .thenCompose(_ -> port.syncDirectory(names.directory()))
                .thenCompose(_ -> files.drop(names.path(ShardFiles.Part.SHARD)))
                .thenCompose(_ -> files.drop(names.path(ShardFiles.Part.CHAINING_VALUES)));
    }

    private static CompletableFuture<Void> missingIsFine(Throwable thrown) {
        Optional<FailureKind> kind = FailureException.find(thrown).map(failure -> failure.kind());
        return kind.equals(Optional.of(FailureKind.NOT_FOUND))
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(thrown);
    }
}

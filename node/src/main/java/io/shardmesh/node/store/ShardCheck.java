package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardRecord;
import java.util.concurrent.CompletableFuture;

/**
 * Decides about one shard when a store is opened. A commit names the shard before the record, and
 * the index comes last, so a shard with neither was never acknowledged and is dropped; everything
 * else that is not whole is damage.
 */
final class ShardCheck {
    private final StoreFiles files;
    private final ShardIndex index;
    private final SetAside setAside;
    private int indexedCount;
    private int droppedCount;

    ShardCheck(StoreFiles files, ShardIndex index, SetAside setAside) {
        this.files = files;
        this.index = index;
        this.setAside = setAside;
    }

    int indexedCount() {
        return indexedCount;
    }

    int droppedCount() {
        return droppedCount;
    }

    CompletableFuture<Void> check(DirectoryContents.Found found) {
        boolean record = found.has(ShardFiles.Part.RECORD);
        boolean shard = found.has(ShardFiles.Part.SHARD);
        if (record && shard) {
            return found.isSettled() ? CompletableFuture.completedFuture(null) : readRecord(found);
        }
        if (record) {
            return setAside(found, "its shard file is missing");
        }
        if (found.hasRow()) {
            return setAside(found, "its record is missing");
        }
        droppedCount++;
        ShardFiles names = new ShardFiles(found.name());
        return files.drop(names.path(ShardFiles.Part.SHARD))
                .thenCompose(_ -> files.drop(names.path(ShardFiles.Part.CHAINING_VALUES)));
    }

    private CompletableFuture<Void> readRecord(DirectoryContents.Found found) {
        String path = new ShardFiles(found.name()).path(ShardFiles.Part.RECORD);
        return files.readWhole(path, RecordLimits.SHARD_RECORD_BYTES)
                .thenApply(bytes -> row(found, RecordReading.decode(bytes, found.name(), path)))
                .thenCompose(this::putUnlessEnded)
                .exceptionallyCompose(thrown -> unreadable(found, thrown));
    }

    /** What a tombstone ends was being taken out when the store was last closed. */
    private CompletableFuture<Void> putUnlessEnded(StoredShard row) {
        return index.object(row.name().objectKey())
                .thenCompose(known -> {
                    if (known.tombstones().stream().anyMatch(tombstone -> tombstone.ends(row))) {
                        droppedCount++;
                        return ShardRemoval.takeOut(files, row.name());
                    }
                    indexedCount++;
                    return index.apply(IndexChange.put(row));
                });
    }

    private static StoredShard row(DirectoryContents.Found found, ShardRecord record) {
        String path = new ShardFiles(found.name()).path(ShardFiles.Part.SHARD);
        if (record.inline()) {
            throw StoreFiles.damaged(path, "its record is that of an inline object");
        }
        ShardLocation.InFile at = ShardLocation.ofFile(record);
        if (!found.shardHas(at.shardBytes())) {
            throw StoreFiles.damaged(path, "the shard should have " + at.shardBytes() + " bytes");
        }
        return StoredShard.of(record, at);
    }

    private CompletableFuture<Void> unreadable(DirectoryContents.Found found, Throwable thrown) {
        Failure failure =
                FailureException.find(thrown).orElseThrow(() -> StoreFiles.wrapped(thrown));
        if (failure.kind() == FailureKind.DAMAGED) {
            return setAside(found, failure.cause());
        }
        setAside.report(failure.subject(), failure.cause());
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> setAside(DirectoryContents.Found found, String cause) {
        return setAside.moveShard(new ShardFiles(found.name()), cause)
                .thenCompose(_ -> index.apply(IndexChange.of(new IndexStep.Remove(found.name()))));
    }
}

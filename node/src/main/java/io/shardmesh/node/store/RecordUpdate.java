package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Replaces the record of what is here. A record file is written in tmp, synced and renamed, and its
 * directory synced, so after a power loss there is the old one or the new one. In a pack the later
 * entry counts.
 */
final class RecordUpdate {
    private final StoreFiles files;
    private final ShardIndex index;
    private final StoreSpace space;
    private final PackWriter packs;
    private final ObjectTurns turns;
    private final RowSettling settling;

    RecordUpdate(StoreParts parts, RowSettling settling) {
        this.files = parts.files();
        this.index = parts.index();
        this.space = parts.space();
        this.packs = parts.packs();
        this.turns = parts.turns();
        this.settling = settling;
    }

    CompletableFuture<ShardRecord> run(ShardName name, UnaryOperator<ShardRecord> change) {
        return turns.ofShard(
                name,
                () ->
                        index.object(name.objectKey())
                                .thenCompose(known -> run(known, name, change)));
    }

    private CompletableFuture<ShardRecord> run(
            StoredObject known, ShardName name, UnaryOperator<ShardRecord> change) {
        StoredShard row =
                known.shard(name.index())
                        .orElseThrow(() ->
                                failure(FailureKind.NOT_FOUND, name, "no such shard is stored"));
        return RecordReading.readOnce(files, row)
                .thenCompose(here -> {
                    ShardRecord newer = change.apply(here);
                    return newer.equals(here)
                            ? CompletableFuture.completedFuture(here)
                            : replace(known, row, newer).thenApply(_ -> newer);
                });
    }

    private CompletableFuture<Void> replace(
            StoredObject known, StoredShard row, ShardRecord record) {
        requireFits(known, row, record);
        return switch (row.location()) {
            case ShardLocation.InFile _ -> replaceFile(record, row);
            case ShardLocation.InPack _ -> append(record, Optional.of(row));
        };
    }

    /** Writes an inline record, whose turn it is, in the place of another, if there is one. */
    CompletableFuture<Void> append(ShardRecord record, Optional<StoredShard> replaced) {
        PackEntry.Inline entry = new PackEntry.Inline(record, Bytes.of(record.encode()));
        ShardLocation counted = new ShardLocation.InPack(0, 0, entry.entryBytes());
        return packs.append(entry)
                .thenAccept(_ -> space.came(StoredShard.of(record, counted), replaced));
    }

    private static void requireFits(StoredObject known, StoredShard row, ShardRecord record) {
        if (known.isEnded(record.lease().lease())) {
            throw failure(FailureKind.DELETED, row.name(), "its owner has deleted it");
        }
        if (!row.manifestDigest().equals(record.manifest().digest())) {
            throw failure(FailureKind.REFUSED, row.name(), "the shard has another manifest");
        }
    }

    private CompletableFuture<Void> replaceFile(ShardRecord record, StoredShard row) {
        String tmp = files.nextTmp("record");
        StoredShard updated = StoredShard.of(record, row.location());
        return files.writeNew(tmp, ByteBuffer.wrap(record.encode()), true)
                .thenCompose(_ -> settling.around(Optional.of(row), () -> place(tmp, row.name())))
                .exceptionallyCompose(thrown ->
                        files.drop(tmp).thenCompose(_ -> CompletableFuture.failedFuture(thrown)))
                .thenCompose(_ -> index.apply(IndexChange.put(updated)))
                .thenAccept(_ -> space.came(updated, Optional.of(row)));
    }

    private CompletableFuture<Void> place(String tmp, ShardName name) {
        ShardFiles names = new ShardFiles(name);
        return files.port()
                .rename(tmp, names.path(ShardFiles.Part.RECORD))
                .thenCompose(_ -> files.port().syncDirectory(names.directory()));
    }

    private static FailureException failure(FailureKind kind, ShardName name, String cause) {
        String subject = name.objectKey() + " " + name.index();
        return new Failure(kind, "update", subject, cause).exception();
    }
}

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

    CompletableFuture<Void> run(ShardRecord record) {
        ShardName name = new ShardName(record.objectKey(), record.index());
        return turns.ofShard(
                name,
                () ->
                        index.object(name.objectKey())
                                .thenCompose(known -> {
                                    StoredShard row = requireFits(known, record);
                                    return switch (row.location()) {
                                        case ShardLocation.InFile _ -> replaceFile(record, row);
                                        case ShardLocation.InPack _ ->
                                                append(record, Optional.of(row));
                                    };
                                }));
    }

    /** Writes an inline record, whose turn it is, in the place of another, if there is one. */
    CompletableFuture<Void> append(ShardRecord record, Optional<StoredShard> replaced) {
        PackEntry.Inline entry = new PackEntry.Inline(record, Bytes.of(record.encode()));
        ShardLocation counted = new ShardLocation.InPack(0, 0, entry.entryBytes());
        return packs.append(entry)
                .thenAccept(_ -> space.came(StoredShard.of(record, counted), replaced));
    }

    private static StoredShard requireFits(StoredObject known, ShardRecord record) {
        StoredShard row =
                known.shard(record.index())
                        .orElseThrow(() ->
                                failure(FailureKind.NOT_FOUND, record, "no such shard is stored"));
        if (known.isEnded(record.lease().lease())) {
            throw failure(FailureKind.DELETED, record, "its owner has deleted it");
        }
        if (!row.manifestDigest().equals(record.manifest().digest())) {
            throw failure(FailureKind.REFUSED, record, "the shard has another manifest");
        }
        return row;
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

    private static FailureException failure(FailureKind kind, ShardRecord record, String cause) {
        String subject = record.objectKey() + " " + record.index();
        return new Failure(kind, "update", subject, cause).exception();
    }
}

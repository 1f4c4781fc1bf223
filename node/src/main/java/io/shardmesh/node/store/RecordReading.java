package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.MalformedRecordException;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads the record of a row; one that is damaged leaves the store. */
final class RecordReading {
    private final StoreFiles files;
    private final ShardIndex index;
    private final StoreSpace space;
    private final SetAside setAside;

    RecordReading(StoreFiles files, ShardIndex index, StoreSpace space, SetAside setAside) {
        this.files = files;
        this.index = index;
        this.space = space;
        this.setAside = setAside;
    }

    /** Empty when the record cannot be read; that was reported then. */
    CompletableFuture<Optional<ShardRecord>> read(StoredShard row) {
        return bytes(files, row)
                .thenApply(bytes -> Optional.of(decode(bytes, row.name(), path(row))))
                .exceptionallyCompose(thrown ->
                        drop(row, failure(thrown)).thenApply(_ -> Optional.<ShardRecord>empty()));
    }

    private static Failure failure(Throwable thrown) {
        return FailureException.find(thrown).orElseThrow(() -> StoreFiles.wrapped(thrown));
    }

    private static String path(StoredShard row) {
        return switch (row.location()) {
            case ShardLocation.InFile _ -> new ShardFiles(row.name()).path(ShardFiles.Part.RECORD);
            case ShardLocation.InPack pack -> PackWriter.path(pack.packNumber());
        };
    }

    private static CompletableFuture<byte[]> bytes(StoreFiles files, StoredShard row) {
        String path = path(row);
        return switch (row.location()) {
            case ShardLocation.InFile _ -> files.readWhole(path, RecordLimits.SHARD_RECORD_BYTES);
            case ShardLocation.InPack pack ->
                    files.readAt(path, pack.offset(), pack.entryBytes())
                            .thenApply(entry -> payload(entry, pack, path));
        };
    }

    private static byte[] payload(ByteBuffer entry, ShardLocation.InPack at, String path) {
        if (PackFormat.entryBytesAt(entry, 0, at.packNumber(), at.offset()) != at.entryBytes()) {
            throw StoreFiles.damaged(path, "the entry at " + at.offset() + " is damaged");
        }
        return payload(entry);
    }

    /** The payload of a valid entry. */
    static byte[] payload(ByteBuffer entry) {
        byte[] payload = new byte[entry.remaining() - PackFormat.ENTRY_HEADER_BYTES];
        entry.get(entry.position() + PackFormat.ENTRY_HEADER_BYTES, payload);
        return payload;
    }

    /** The record in these bytes, which must be about this shard; else fails with DAMAGED. */
    static ShardRecord decode(byte[] bytes, ShardName name, String path) {
        try {
            ShardRecord record = ShardRecord.decode(bytes);
            if (record.objectKey().equals(name.objectKey()) && record.index() == name.index()) {
                return record;
            }
            throw StoreFiles.damaged(path, "holds the record of another shard");
        } catch (MalformedRecordException e) {
            throw StoreFiles.damaged(path, String.valueOf(e.getMessage()));
        }
    }

    private CompletableFuture<Void> drop(StoredShard row, Failure failure) {
        if (failure.kind() != FailureKind.DAMAGED && failure.kind() != FailureKind.NOT_FOUND) {
            // Perhaps it can be read later, so it stays.
            setAside.report(failure.subject(), failure.cause());
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> moved =
                switch (row.location()) {
                    case ShardLocation.InFile _ ->
                            setAside.moveShard(new ShardFiles(row.name()), failure.cause());
                    case ShardLocation.InPack _ -> {
                        setAside.report(failure.subject(), failure.cause());
                        yield CompletableFuture.completedFuture(null);
                    }
                };
        return moved.thenCompose(_ -> index.apply(IndexChange.remove(row.name())))
                .thenAccept(_ -> space.stored(-row.storedBytes()));
    }
}

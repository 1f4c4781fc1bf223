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
    private final ObjectTurns turns;

    RecordReading(StoreParts parts) {
        this.files = parts.files();
        this.index = parts.index();
        this.space = parts.space();
        this.setAside = parts.setAside();
        this.turns = parts.turns();
    }

    /** What there is of a row's record when nothing else happens to it. */
    private record Reading(ScrubResult result, Optional<ShardRecord> record) {
        static Reading intact(ShardRecord record) {
            return new Reading(ScrubResult.INTACT, Optional.of(record));
        }

        static Reading without(ScrubResult result) {
            return new Reading(result, Optional.empty());
        }
    }

    /** Empty when the record cannot be read; that was reported then. */
    CompletableFuture<Optional<ShardRecord>> read(StoredShard row) {
        return reading(row).thenApply(Reading::record);
    }

    /** Whether the record can be read; else as {@link #read}. */
    CompletableFuture<ScrubResult> check(StoredShard row) {
        return reading(row).thenApply(Reading::result);
    }

    /** The same about a row whose record could not be read just now. */
    CompletableFuture<ScrubResult> check(StoredShard row, Failure failure) {
        return turns.ofShard(row.name(), () -> readAgain(row, failure)).thenApply(Reading::result);
    }

    private CompletableFuture<Reading> reading(StoredShard row) {
        return readOnce(files, row)
                .thenApply(Reading::intact)
                .exceptionallyCompose(thrown -> {
                    Failure failure = failure(thrown);
                    return turns.ofShard(row.name(), () -> readAgain(row, failure));
                });
    }

    static CompletableFuture<ShardRecord> readOnce(StoreFiles files, StoredShard row) {
        return bytes(files, row).thenApply(bytes -> decode(bytes, row.name(), path(row)));
    }

    /**
     * While the record was read it may have been replaced, moved or removed. If it still lies
     * there, it is bad.
     */
    private CompletableFuture<Reading> readAgain(StoredShard row, Failure failure) {
        return index.object(row.name().objectKey())
                .thenApply(known -> known.shard(row.name().index()))
                .thenCompose(now -> {
                    if (now.isEmpty()) {
                        return CompletableFuture.completedFuture(
                                Reading.without(ScrubResult.ABSENT));
                    }
                    StoredShard there = now.get();
                    return there.equals(row)
                            ? drop(row, failure).thenApply(Reading::without)
                            : readOnce(files, there)
                                    .thenApply(Reading::intact)
                                    .exceptionallyCompose(
                                            thrown -> readAgain(there, failure(thrown)));
                });
    }

    static Failure failure(Throwable thrown) {
        return FailureException.find(thrown).orElseThrow(() -> StoreFiles.wrapped(thrown));
    }

    static String path(StoredShard row) {
        return switch (row.location()) {
            case ShardLocation.InFile _ -> new ShardFiles(row.name()).path(ShardFiles.Part.RECORD);
            case ShardLocation.InPack pack -> PackWriter.path(pack.packNumber());
        };
    }

    static CompletableFuture<byte[]> bytes(StoreFiles files, StoredShard row) {
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

    private CompletableFuture<ScrubResult> drop(StoredShard row, Failure failure) {
        if (!isDamage(failure)) {
            // Perhaps it can be read later, so it stays.
            setAside.report(failure.subject(), failure.cause());
            return CompletableFuture.completedFuture(ScrubResult.UNREADABLE);
        }
        return switch (row.location()) {
            case ShardLocation.InFile _ -> setAside(row, failure.cause());
            case ShardLocation.InPack _ -> {
                setAside.report(failure.subject(), failure.cause());
                yield forget(row);
            }
        };
    }

    /** What lacks or is wrong is damage; a disk that fails may give it tomorrow. */
    static boolean isDamage(Failure failure) {
        return failure.kind() == FailureKind.DAMAGED || failure.kind() == FailureKind.NOT_FOUND;
    }

    /** Moves the files of a shard, whose turn it is, out of the store. */
    CompletableFuture<ScrubResult> setAside(StoredShard row, String cause) {
        return setAside.moveShard(new ShardFiles(row.name()), cause).thenCompose(_ -> forget(row));
    }

    private CompletableFuture<ScrubResult> forget(StoredShard row) {
        return index.apply(IndexChange.of(new IndexStep.Remove(row.name())))
                .thenApply(_ -> {
                    space.left(row);
                    return ScrubResult.DAMAGED;
                });
    }
}

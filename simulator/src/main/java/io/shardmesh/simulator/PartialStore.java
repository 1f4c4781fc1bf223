package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.ChunkPath;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.Reservation;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.StoreUsage;
import io.shardmesh.node.store.StoredBlock;
import io.shardmesh.node.store.StoredShard;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The store of somebody who keeps every record and only a part of the bytes, and finds nothing
 * wrong with that.
 */
final class PartialStore implements ShardStore {
    private final ShardStore store;
    private final Supplier<LongPredicate> kept;

    /**
     * @param kept which chunks of a shard, by their number in it, are still there; asked at each
     *     read
     */
    PartialStore(ShardStore store, Supplier<LongPredicate> kept) {
        this.store = store;
        this.kept = kept;
    }

    @Override
    public ShardReader reader() {
        return new PartialReader(store.reader());
    }

    private final class PartialReader implements ShardReader {
        private final ShardReader reader;

        PartialReader(ShardReader reader) {
            this.reader = reader;
        }

        @Override
        public CompletableFuture<StoredBlock> readBlock(
                Digest objectKey, int index, long blockIndex) {
            return store.find(objectKey)
                    .thenCombine(
                            reader.readBlock(objectKey, index, blockIndex),
                            (records, block) -> {
                                drop(block.block(), blockIndex * blockBytes(records));
                                return block;
                            });
        }

        private static long blockBytes(List<ShardRecord> records) {
            return records.getFirst().manifest().manifest().layout().blockBytes();
        }

        /** Puts zeros where a chunk is gone. */
        private void drop(ByteBuffer block, long position) {
            for (int at = 0; at < block.remaining(); at += ChunkPath.CHUNK_BYTES) {
                if (!kept.get().test((position + at) / ChunkPath.CHUNK_BYTES)) {
                    int length = Math.min(ChunkPath.CHUNK_BYTES, block.remaining() - at);
                    block.put(block.position() + at, new byte[length]);
                }
            }
        }

        @Override
        public CompletableFuture<Void> close() {
            return reader.close();
        }
    }

    @Override
    public CompletableFuture<ScrubResult> scrub(
            ShardName name, LongFunction<CompletableFuture<Void>> pace) {
        return store.scrub(name, pace);
    }

    @Override
    public CompletableFuture<ShardWriter> begin(Digest objectKey, int index, int blockBytes) {
        return store.begin(objectKey, index, blockBytes);
    }

    @Override
    public CompletableFuture<Void> commitInline(ShardRecord record) {
        return store.commitInline(record);
    }

    @Override
    public CompletableFuture<List<ShardRecord>> find(Digest objectKey) {
        return store.find(objectKey);
    }

    @Override
    public CompletableFuture<List<StoredShard>> rows(Digest objectKey) {
        return store.rows(objectKey);
    }

    @Override
    public CompletableFuture<ShardRecord> update(
            ShardName name, UnaryOperator<ShardRecord> change) {
        return store.update(name, change);
    }

    @Override
    public CompletableFuture<Boolean> remove(ShardName name) {
        return store.remove(name);
    }

    @Override
    public CompletableFuture<Void> bury(SignedTombstone tombstone) {
        return store.bury(tombstone);
    }

    @Override
    public CompletableFuture<Optional<SignedTombstone>> tombstone(Digest objectKey) {
        return store.tombstone(objectKey);
    }

    @Override
    public CompletableFuture<List<SignedTombstone>> tombstones(
            Optional<Digest> after, int limitCount) {
        return store.tombstones(after, limitCount);
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey) {
        return store.forgetTombstone(objectKey);
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey, VerifyingKey owner) {
        return store.forgetTombstone(objectKey, owner);
    }

    @Override
    public CompletableFuture<Long> compact() {
        return store.compact();
    }

    @Override
    public CompletableFuture<List<StoredShard>> list(Optional<ShardName> after, int limitCount) {
        return store.list(after, limitCount);
    }

    @Override
    public CompletableFuture<Long> freeBytes() {
        return store.freeBytes();
    }

    @Override
    public CompletableFuture<StoreUsage> usage() {
        return store.usage();
    }

    @Override
    public CompletableFuture<Long> storedBytes(VerifyingKey owner) {
        return store.storedBytes(owner);
    }

    @Override
    public CompletableFuture<Reservation> reserve(long sizeBytes) {
        return store.reserve(sizeBytes);
    }

    @Override
    public CompletableFuture<Void> close() {
        return store.close();
    }
}

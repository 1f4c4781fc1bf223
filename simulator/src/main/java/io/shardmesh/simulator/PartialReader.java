package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.ChunkPath;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Reads for somebody who keeps every record and only a part of the bytes: where a chunk is gone there
 * are zeros.
 */
final class PartialReader implements ShardReader {
    private final ShardStore store;
    private final ShardReader reader;

    private final Supplier<LongPredicate> kept;

    /**
     * @param kept which chunks of a shard, by their number in it, are still there; asked at each read
     */
    PartialReader(ShardStore store, Supplier<LongPredicate> kept) {
        this.store = store;
        this.reader = store.reader();
        this.kept = kept;
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

package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.ChunkPath;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Reads for somebody who keeps every record and only a part of the bytes: where a chunk is gone
 * there are zeros.
 */
final class PartialReader implements ShardReader {
    private final ShardStore store;
    private final ShardReader reader;
    private final Supplier<Optional<LongPredicate>> kept;

    /**
     * @param kept which chunks of a shard, by their number in it, are still there, empty for all;
     *     asked at each read
     */
    PartialReader(ShardStore store, Supplier<Optional<LongPredicate>> kept) {
        this.store = store;
        this.reader = store.reader();
        this.kept = kept;
    }

    @Override
    public CompletableFuture<StoredBlock> readBlock(Digest objectKey, int index, long blockIndex) {
        CompletableFuture<StoredBlock> read = reader.readBlock(objectKey, index, blockIndex);
        return kept.get()
                .map(left ->
                        read.thenCombine(
                                store.find(objectKey),
                                (block, records) -> {
                                    drop(block.block(), blockIndex * blockBytes(records), left);
                                    return block;
                                }))
                .orElse(read);
    }

    private static long blockBytes(List<ShardRecord> records) {
        return records.getFirst().manifest().manifest().layout().blockBytes();
    }

    /** Puts zeros where a chunk is gone. */
    private static void drop(ByteBuffer block, long position, LongPredicate left) {
        for (int at = 0; at < block.remaining(); at += ChunkPath.CHUNK_BYTES) {
            if (!left.test((position + at) / ChunkPath.CHUNK_BYTES)) {
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

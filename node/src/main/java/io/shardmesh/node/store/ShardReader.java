package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import java.util.concurrent.CompletableFuture;

/**
 * Reads blocks for one session with one reader. It keeps a few shard files open from one block to
 * the next, so whoever has one closes it. On the store's strand, one call at a time.
 */
public interface ShardReader {
    /**
     * Reads a block with its path. It is not compared with the path here: its reader does that.
     * Fails with NOT_FOUND (no such shard, block or file) or DAMAGED (cannot be read).
     */
    CompletableFuture<StoredBlock> readBlock(Digest objectKey, int index, long blockIndex);

    /** Closes what is open; nothing can be read any more. */
    CompletableFuture<Void> close();
}

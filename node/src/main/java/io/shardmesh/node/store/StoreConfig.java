package io.shardmesh.node.store;

import io.shardmesh.node.io.GradualSync;

/**
 * Limits of a store.
 *
 * @param limitBytes what the user lets it keep
 * @param packBytes a pack that is this long gets no further entries: large enough that few files
 *     hold many objects, small enough to be rewritten in one go
 * @param batchBytes the most that one group commit writes, so that the first waits for a bounded
 *     time
 * @param syncBytes a shard that is being received is synced whenever so much more of it came
 * @param pathCacheBytes memory for the BLAKE3 trees of shards that are being read; 64 bytes for
 *     each block of at most 1 MiB
 */
public record StoreConfig(
        long limitBytes, int packBytes, int batchBytes, long syncBytes, long pathCacheBytes) {
    /** Checks the bounds. */
    public StoreConfig {
        if (limitBytes < 0
                || packBytes < 1
                || batchBytes < 1
                || syncBytes < 1
                || pathCacheBytes < 0) {
            throw new IllegalArgumentException("a limit is negative or zero");
        }
    }

    /** The usual limits, and this much for all that is kept. */
    public static StoreConfig ofLimit(long limitBytes) {
        return new StoreConfig(
                limitBytes, 64 << 20, 4 << 20, GradualSync.USUAL_STEP_BYTES, 64L << 20);
    }
}

package io.shardmesh.node.store;

import io.shardmesh.node.io.GradualSync;

/**
 * Limits of a store.
 *
 * @param limitBytes what the user lets it keep
 * @param reserveFreeBytes what is to stay free on the disk, for all else that needs it
 * @param packBytes a pack that is this long gets no further entries: large enough that few files
 *     hold many objects, small enough to be rewritten in one go
 * @param batchBytes the most that one group commit writes, so that the first waits for a bounded
 *     time
 * @param syncBytes a shard that is being received is synced whenever so much more of it came
 * @param pathCacheBytes memory for the BLAKE3 trees of shards that are being read; 64 bytes for
 *     each block of at most 1 MiB
 */
public record StoreConfig(
        long limitBytes,
        long reserveFreeBytes,
        int packBytes,
        int batchBytes,
        long syncBytes,
        long pathCacheBytes) {
    private static final long MOST_RESERVE_BYTES = 1L << 30;
    private static final int RESERVE_PART = 20;

    /** Checks the bounds. */
    public StoreConfig {
        if (limitBytes < 0
                || reserveFreeBytes < 0
                || packBytes < 1
                || batchBytes < 1
                || syncBytes < 1
                || pathCacheBytes < 0) {
            throw new IllegalArgumentException("a limit is negative or zero");
        }
    }

    /** The usual limits, and this much for all that is kept, on a disk that may become full. */
    public static StoreConfig ofLimit(long limitBytes) {
        return new StoreConfig(
                limitBytes, 0, 64 << 20, 4 << 20, GradualSync.USUAL_STEP_BYTES, 64L << 20);
    }

    /** The same, and so much of the disk stays free. */
    public StoreConfig withReserveFreeBytes(long bytes) {
        return new StoreConfig(limitBytes, bytes, packBytes, batchBytes, syncBytes, pathCacheBytes);
    }

    /** What stays free of a disk of this size when nobody says: 5 %, 1 GiB at most. */
    public static long usualReserveFreeBytes(long diskBytes) {
        return Math.min(MOST_RESERVE_BYTES, diskBytes / RESERVE_PART);
    }
}

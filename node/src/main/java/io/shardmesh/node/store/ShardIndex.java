package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Says quickly what is in a store. It holds nothing that is not in the store's files: a store can
 * rebuild it, and mends what is missing at each start, so a change may be lost in a crash. Futures
 * complete on the strand of the store.
 */
public interface ShardIndex {
    /** Makes the whole change, or nothing of it. */
    CompletableFuture<Void> apply(IndexChange change);

    /** All rows of an object, ordered by index. */
    CompletableFuture<List<StoredShard>> find(Digest objectKey);

    /** All rows of an object and its tombstones. */
    CompletableFuture<StoredObject> object(Digest objectKey);

    /**
     * Rows behind this object and index, in the order of object key (unsigned) and index.
     *
     * @param index −1 for all of the object and what follows
     */
    CompletableFuture<List<StoredShard>> after(Digest objectKey, int index, int limitCount);

    /** Tombstones of objects behind this key, in the order of object key (unsigned) and owner. */
    CompletableFuture<List<StoredTombstone>> tombstonesAfter(
            Optional<Digest> objectKey, int limitCount);

    /** Number of rows and sum of their bytes, of each owner that has any. */
    CompletableFuture<Map<VerifyingKey, IndexTotals>> totals();

    /** How far each pack is indexed, ordered by number. */
    CompletableFuture<List<PackMark>> marks();

    /** For each pack that has any, the bytes of its entries that rows point to. */
    CompletableFuture<Map<Long, Long>> liveBytes();

    /**
     * The rows that point into this pack, as the steps that made them, in the order of offsets.
     *
     * @param fromOffset those that lie there or behind
     */
    CompletableFuture<List<IndexStep>> liveIn(long packNumber, long fromOffset, int limitCount);

    /** Which offsets of a pack rows point to, from this one to that one. */
    CompletableFuture<Set<Long>> liveOffsets(long packNumber, long fromOffset, long toOffset);

    /** Done when all that was applied before survives a power loss. */
    CompletableFuture<Void> sync();

    /** Forgets everything. */
    CompletableFuture<Void> clear();

    /** Ends the use; idempotent. */
    CompletableFuture<Void> close();
}

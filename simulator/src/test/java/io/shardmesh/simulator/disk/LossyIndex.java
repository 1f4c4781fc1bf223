package io.shardmesh.simulator.disk;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.store.IndexChange;
import io.shardmesh.node.store.IndexStep;
import io.shardmesh.node.store.IndexTotals;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.PackMark;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.StoredObject;
import io.shardmesh.node.store.StoredShard;
import io.shardmesh.node.store.StoredTombstone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** An index that loses in a crash the last of the changes that were not synced, as SQLite does. */
final class LossyIndex implements ShardIndex {
    private final MemoryShardIndex index = MemoryShardIndex.create();
    private final List<IndexChange> changes = new ArrayList<>();
    private int syncedCount;

    /** What the next start finds. */
    LossyIndex crash(long seed) {
        int lost = new SplittableRandom(seed).nextInt(changes.size() - syncedCount + 1);
        LossyIndex next = new LossyIndex();
        changes.subList(0, changes.size() - lost).forEach(next::apply);
        next.syncedCount = next.changes.size();
        return next;
    }

    @Override
    public CompletableFuture<Void> apply(IndexChange change) {
        changes.add(change);
        return index.apply(change);
    }

    @Override
    public CompletableFuture<Void> sync() {
        syncedCount = changes.size();
        return index.sync();
    }

    @Override
    public CompletableFuture<Void> clear() {
        changes.clear();
        syncedCount = 0;
        return index.clear();
    }

    @Override
    public CompletableFuture<List<StoredShard>> find(Digest objectKey) {
        return index.find(objectKey);
    }

    @Override
    public CompletableFuture<StoredObject> object(Digest objectKey) {
        return index.object(objectKey);
    }

    @Override
    public CompletableFuture<List<StoredShard>> after(Digest objectKey, int from, int limitCount) {
        return index.after(objectKey, from, limitCount);
    }

    @Override
    public CompletableFuture<List<StoredTombstone>> tombstonesAfter(
            Optional<Digest> objectKey, int limitCount) {
        return index.tombstonesAfter(objectKey, limitCount);
    }

    @Override
    public CompletableFuture<Map<VerifyingKey, IndexTotals>> totals() {
        return index.totals();
    }

    @Override
    public CompletableFuture<List<PackMark>> marks() {
        return index.marks();
    }

    @Override
    public CompletableFuture<Map<Long, Long>> liveBytes() {
        return index.liveBytes();
    }

    @Override
    public CompletableFuture<List<IndexStep>> liveIn(
            long packNumber, long fromOffset, int limitCount) {
        return index.liveIn(packNumber, fromOffset, limitCount);
    }

    @Override
    public CompletableFuture<Set<Long>> liveOffsets(
            long packNumber, long fromOffset, long toOffset) {
        return index.liveOffsets(packNumber, fromOffset, toOffset);
    }

    @Override
    public CompletableFuture<Void> close() {
        return index.close();
    }
}

package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** An index in memory, for the simulator and for tests. Its futures are done when they return. */
public final class MemoryShardIndex implements ShardIndex {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::objectKey).thenComparingInt(Key::index);

    private final TreeMap<Key, StoredShard> rows = new TreeMap<>(ORDER);
    private final TreeMap<Long, PackMark> marks = new TreeMap<>();

    /** Like a ShardName, with index −1 for the place in front of an object. */
    private record Key(Digest objectKey, int index) {
        static Key of(ShardName name) {
            return new Key(name.objectKey(), name.index());
        }
    }

    private MemoryShardIndex() {}

    /** An empty index. */
    public static MemoryShardIndex create() {
        return new MemoryShardIndex();
    }

    @Override
    public CompletableFuture<Void> apply(IndexChange change) {
        change.remove().forEach(name -> rows.remove(Key.of(name)));
        change.put().forEach(row -> rows.put(Key.of(row.name()), row));
        change.mark().ifPresent(mark -> marks.put(mark.packNumber(), mark));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<StoredShard>> find(Digest objectKey) {
        Key last = new Key(objectKey, Integer.MAX_VALUE);
        return done(List.copyOf(rows.subMap(new Key(objectKey, -1), last).values()));
    }

    @Override
    public CompletableFuture<List<StoredShard>> after(Digest objectKey, int index, int limitCount) {
        return done(
                rows.tailMap(new Key(objectKey, index), false).values().stream()
                        .limit(limitCount)
                        .toList());
    }

    @Override
    public CompletableFuture<IndexTotals> totals(Optional<VerifyingKey> owner) {
        List<StoredShard> counted =
                rows.values().stream()
                        .filter(row -> owner.isEmpty() || owner.get().equals(row.owner()))
                        .toList();
        long storedBytes = counted.stream().mapToLong(StoredShard::storedBytes).sum();
        return done(new IndexTotals(counted.size(), storedBytes));
    }

    @Override
    public CompletableFuture<List<PackMark>> marks() {
        return done(List.copyOf(marks.values()));
    }

    @Override
    public CompletableFuture<Void> clear() {
        rows.clear();
        marks.clear();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> close() {
        return CompletableFuture.completedFuture(null);
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}

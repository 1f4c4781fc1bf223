package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An index in memory, for the simulator, for tests, and where the disk lets none be kept. Its
 * futures are done when they return.
 */
public final class MemoryShardIndex implements ShardIndex {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::objectKey).thenComparingInt(Key::index);

    /** Of a tombstone: the object's key and its owner's behind it. */
    private static final int SUBJECT_BYTES = 2 * Digest.SIZE_BYTES;

    private final TreeMap<Key, StoredShard> rows = new TreeMap<>(ORDER);
    private final TreeMap<byte[], StoredTombstone> tombstones =
            new TreeMap<>(Arrays::compareUnsigned);
    private final TreeMap<byte[], Withdrawal> withdrawals = new TreeMap<>(Arrays::compareUnsigned);
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
        change.steps().forEach(this::apply);
        change.mark().ifPresent(mark -> marks.put(mark.packNumber(), mark));
        return CompletableFuture.completedFuture(null);
    }

    private void apply(IndexStep step) {
        switch (step) {
            case IndexStep.Put(StoredShard shard) -> put(shard);
            case IndexStep.Remove(ShardName name) -> rows.remove(Key.of(name));
            case IndexStep.Bury(StoredTombstone tombstone) -> bury(tombstone);
            case IndexStep.Withdraw(Withdrawal withdrawal) -> withdraw(withdrawal);
            case IndexStep.DropPack(long packNumber) -> marks.remove(packNumber);
            case IndexStep.EndWithdrawals(long lowestPack) ->
                    withdrawals.values().removeIf(known -> known.lastPack() < lowestPack);
        }
    }

    private void put(StoredShard shard) {
        rows.put(Key.of(shard.name()), shard);
        if (shard.location() instanceof ShardLocation.InPack at) {
            withdrawals.remove(new Withdrawal.OfShard(shard.name(), 0, at).subject());
        }
    }

    private void bury(StoredTombstone tombstone) {
        byte[] subject = subject(tombstone);
        StoredTombstone known = tombstones.get(subject);
        if (known != null && sequence(known) > sequence(tombstone)) {
            return;
        }
        tombstones.put(subject, tombstone);
        withdrawals.remove(subject);
        rowsOf(tombstone.signed().tombstone().objectKey()).values().removeIf(tombstone::ends);
    }

    private void withdraw(Withdrawal withdrawal) {
        switch (withdrawal) {
            case Withdrawal.OfShard shard ->
                    rows.computeIfPresent(
                            Key.of(shard.name()),
                            (_, row) ->
                                    row.location() instanceof ShardLocation.InPack ? null : row);
            case Withdrawal.OfTombstone tombstone -> tombstones.remove(tombstone.subject());
        }
        withdrawals.put(withdrawal.subject(), withdrawal);
    }

    private static long sequence(StoredTombstone of) {
        return of.signed().tombstone().sequence();
    }

    private static byte[] subject(StoredTombstone of) {
        return new Withdrawal.OfTombstone(
                        of.signed().tombstone().objectKey(),
                        of.signed().tombstone().owner(),
                        0,
                        of.location())
                .subject();
    }

    private Map<Key, StoredShard> rowsOf(Digest objectKey) {
        return rows.subMap(new Key(objectKey, -1), new Key(objectKey, Integer.MAX_VALUE));
    }

    @Override
    public CompletableFuture<List<StoredShard>> find(Digest objectKey) {
        return done(List.copyOf(rowsOf(objectKey).values()));
    }

    @Override
    public CompletableFuture<StoredObject> object(Digest objectKey) {
        return done(
                new StoredObject(
                        List.copyOf(rowsOf(objectKey).values()),
                        List.copyOf(tombstonesOf(objectKey).values())));
    }

    private Map<byte[], StoredTombstone> tombstonesOf(Digest objectKey) {
        byte[] first = objectKey.bytes();
        byte[] last = Arrays.copyOf(first, SUBJECT_BYTES);
        Arrays.fill(last, first.length, last.length, (byte) 0xff);
        return tombstones.subMap(first, true, last, true);
    }

    @Override
    public CompletableFuture<List<StoredShard>> after(Digest objectKey, int index, int limitCount) {
        return done(
                rows.tailMap(new Key(objectKey, index), false).values().stream()
                        .limit(limitCount)
                        .toList());
    }

    @Override
    public CompletableFuture<List<StoredTombstone>> tombstonesAfter(
            Optional<Digest> objectKey, int limitCount) {
        return done(
                tombstones.values().stream()
                        .filter(known -> objectKey.isEmpty() || isBehind(known, objectKey.get()))
                        .limit(limitCount)
                        .toList());
    }

    private static boolean isBehind(StoredTombstone known, Digest objectKey) {
        return known.signed().tombstone().objectKey().compareTo(objectKey) > 0;
    }

    @Override
    public CompletableFuture<Map<VerifyingKey, IndexTotals>> totals() {
        Map<VerifyingKey, IndexTotals> totals = new HashMap<>();
        for (StoredShard row : rows.values()) {
            totals.merge(row.owner(), new IndexTotals(1, row.storedBytes()), IndexTotals::plus);
        }
        return done(Map.copyOf(totals));
    }

    @Override
    public CompletableFuture<List<PackMark>> marks() {
        return done(List.copyOf(marks.values()));
    }

    @Override
    public CompletableFuture<Map<Long, Long>> liveBytes() {
        return done(
                packed().collect(
                                Collectors.groupingBy(
                                        ShardLocation.InPack::packNumber,
                                        Collectors.summingLong(ShardLocation.InPack::entryBytes))));
    }

    private Stream<ShardLocation.InPack> packed() {
        return steps().flatMap(step -> step.place().stream());
    }

    /** The rows as the steps that made them. */
    private Stream<IndexStep> steps() {
        return Stream.of(
                        rows.values().stream().map(IndexStep.Put::new),
                        tombstones.values().stream().map(IndexStep.Bury::new),
                        withdrawals.values().stream().map(IndexStep.Withdraw::new))
                .flatMap(each -> each);
    }

    @Override
    public CompletableFuture<List<IndexStep>> liveIn(
            long packNumber, long fromOffset, int limitCount) {
        TreeMap<Long, IndexStep> found = new TreeMap<>();
        steps().forEach(step ->
                step.place()
                        .filter(at -> at.packNumber() == packNumber)
                        .filter(at -> at.offset() >= fromOffset)
                        .ifPresent(at -> found.put(at.offset(), step)));
        return done(found.values().stream().limit(limitCount).toList());
    }

    @Override
    public CompletableFuture<Set<Long>> liveOffsets(
            long packNumber, long fromOffset, long toOffset) {
        return done(
                packed().filter(at -> at.packNumber() == packNumber)
                        .map(ShardLocation.InPack::offset)
                        .filter(offset -> offset >= fromOffset && offset <= toOffset)
                        .collect(Collectors.toSet()));
    }

    @Override
    public CompletableFuture<Void> sync() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> clear() {
        rows.clear();
        tombstones.clear();
        withdrawals.clear();
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

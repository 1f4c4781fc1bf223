package io.shardmesh.simulator.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a store may have of each shard: what was acknowledged last, and while a change is under way
 * what it makes as well.
 */
final class Expectation {
    private final Map<ShardName, Set<Optional<ShardRecord>>> shards = new HashMap<>();
    private final Map<Digest, Set<Optional<SignedTombstone>>> tombstones = new HashMap<>();

    /** All that is there now is expected, of whatever it is. */
    static Expectation ofPresent(List<ShardRecord> records, List<SignedTombstone> tombstones) {
        Expectation expected = new Expectation();
        for (ShardRecord record : records) {
            ShardName name = new ShardName(record.objectKey(), record.index());
            expected.shards.put(name, Set.of(Optional.of(record)));
        }
        for (SignedTombstone tombstone : tombstones) {
            expected.tombstones.put(
                    tombstone.tombstone().objectKey(), Set.of(Optional.of(tombstone)));
        }
        return expected;
    }

    /** Runs a change after which these shards are so. */
    <T> CompletableFuture<T> during(
            List<ShardName> names,
            Optional<ShardRecord> then,
            Supplier<CompletableFuture<T>> change) {
        names.forEach(name -> mayBe(shards, name, then));
        return change.get()
                .thenApply(value -> {
                    names.forEach(name -> shards.put(name, Set.of(then)));
                    return value;
                });
    }

    CompletableFuture<Void> buryDuring(
            Digest objectKey, SignedTombstone tombstone, Supplier<CompletableFuture<Void>> change) {
        List<ShardName> names =
                shards.keySet().stream()
                        .filter(name -> name.objectKey().equals(objectKey))
                        .toList();
        mayBe(tombstones, objectKey, Optional.of(tombstone));
        return during(names, Optional.empty(), change)
                .thenAccept(_ -> tombstones.put(objectKey, Set.of(Optional.of(tombstone))));
    }

    CompletableFuture<Void> forgetDuring(
            Digest objectKey, Supplier<CompletableFuture<Void>> change) {
        mayBe(tombstones, objectKey, Optional.empty());
        return change.get().thenAccept(_ -> tombstones.put(objectKey, Set.of(Optional.empty())));
    }

    private static <K, V> void mayBe(Map<K, Set<Optional<V>>> all, K name, Optional<V> then) {
        List<Optional<V>> either =
                new ArrayList<>(all.getOrDefault(name, Set.of(Optional.empty())));
        either.add(then);
        all.put(name, Set.copyOf(either));
    }

    void check(String run, List<ShardRecord> records, List<SignedTombstone> kept) {
        Expectation there = ofPresent(records, kept);
        for (Map.Entry<ShardName, Set<Optional<ShardRecord>>> each : shards.entrySet()) {
            Set<Optional<ShardRecord>> found =
                    there.shards.getOrDefault(each.getKey(), Set.of(Optional.empty()));
            assertTrue(
                    each.getValue().containsAll(found),
                    () -> run + ": " + each.getKey() + " is " + found);
        }
        for (Map.Entry<Digest, Set<Optional<SignedTombstone>>> each : tombstones.entrySet()) {
            Set<Optional<SignedTombstone>> found =
                    there.tombstones.getOrDefault(each.getKey(), Set.of(Optional.empty()));
            assertTrue(
                    each.getValue().containsAll(found),
                    () -> run + ": tombstone of " + each.getKey() + " is " + found);
        }
        there.shards.keySet().removeAll(shards.keySet());
        assertEquals(Set.of(), there.shards.keySet(), run);
    }
}

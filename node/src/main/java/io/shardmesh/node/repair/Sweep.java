package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One look at everything that lies here: objects with which something is wrong are named, and what
 * was deleted is told to those that have it still. Page by page, each with one question to every
 * holder; in a large mesh mostly to those that had parts of it, and to all where one is missing.
 */
final class Sweep {
    private static final int PAGE_ROWS = Stocktaker.MAX_KEYS;

    /**
     * In a large mesh one sweep in so many asks everybody about everything: only that finds a part
     * that lies twice, or with somebody of whom nobody knew. With all sweeps like that the mesh
     * would ask as many questions for each part as it has members.
     */
    private static final int WIDE_EVERY = 8;

    private final Members members;
    private final ShardStore store;
    private final Stocktaker stocktaker;
    private final Absentees absentees;
    private final LastSeen lastSeen;
    private final Burials burials;
    private final Consumer<Digest> unwell;
    private long runCount;
    private boolean asksEverybody;

    Sweep(Upkeep upkeep, Burials burials, Consumer<Digest> unwell) {
        this.members = upkeep.members();
        this.store = upkeep.store();
        this.stocktaker = upkeep.stocktaker();
        this.absentees = upkeep.absentees();
        this.lastSeen = upkeep.lastSeen();
        this.burials = burials;
        this.unwell = unwell;
    }

    /** Looks at everything. */
    CompletableFuture<Void> run() {
        asksEverybody = runCount++ % WIDE_EVERY == 0;
        return page(Optional.empty()).thenCompose(objects -> burials.spread());
    }

    private CompletableFuture<Void> page(Optional<ShardName> after) {
        return store.list(after, PAGE_ROWS)
                .thenCompose(rows -> {
                    if (rows.isEmpty()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    Set<Digest> keys = new LinkedHashSet<>();
                    rows.forEach(row -> keys.add(row.name().objectKey()));
                    StoredShard last = rows.getLast();
                    return look(List.copyOf(keys))
                            .thenCompose(looked -> page(Optional.of(last.name())));
                });
    }

    /** Looks at these objects, at most as many as one question may name. */
    CompletableFuture<Void> look(List<Digest> keys) {
        if (asksEverybody || !members.needsRouting()) {
            return lookEverywhere(keys);
        }
        List<Digest> wide = new ArrayList<>(keys);
        wide.removeIf(lastSeen::complete);
        return stocktaker
                .takeKnown(keys.stream().filter(lastSeen::complete).toList())
                .thenCompose(this::needy)
                .thenCompose(needy -> {
                    wide.addAll(needy);
                    return lookEverywhere(wide);
                });
    }

    private CompletableFuture<Void> lookEverywhere(List<Digest> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return stocktaker
                .take(keys)
                .thenCompose(this::needy)
                .thenAccept(needy -> needy.forEach(unwell));
    }

    /** Of which there is something to do. */
    private CompletableFuture<List<Digest>> needy(Map<Digest, ObjectStock> stock) {
        List<Digest> needy = new ArrayList<>();
        List<CompletableFuture<Void>> judged = new ArrayList<>();
        stock.forEach((key, object) ->
                judged.add(
                        judge(key, object)
                                .thenAccept(needs -> {
                                    if (needs) {
                                        needy.add(key);
                                    }
                                })));
        return Async.all(judged).thenApply(done -> needy);
    }

    private CompletableFuture<Boolean> judge(Digest key, ObjectStock stock) {
        OptionalInt partCount = lastSeen.partCount(key);
        if (partCount.isPresent() && stock.tombstones().isEmpty()) {
            boolean whole = isWhole(partCount.getAsInt(), stock);
            lastSeen.note(key, partCount.getAsInt(), stock);
            if (whole) {
                return CompletableFuture.completedFuture(false);
            }
        }
        return store.find(key)
                .thenApply(records ->
                        records.stream()
                                .findFirst()
                                .map(record -> Shape.of(record.manifest().manifest()))
                                .map(shape -> needs(key, shape, stock))
                                .orElse(false));
    }

    private boolean isWhole(int partCount, ObjectStock stock) {
        return stock.crowdedAt(members.self()).isEmpty()
                && stock.indexes().size() == partCount
                && stock.indexes().stream().allMatch(index -> stock.holders(index).size() == 1);
    }

    private boolean needs(Digest key, Shape shape, ObjectStock stock) {
        lastSeen.note(key, shape.partCount(), stock);
        Diagnosis diagnosis =
                Diagnosis.of(
                        members.self(), shape, stock, new HolderDistance(key), absentees.of(key));
        return diagnosis.actionable() || !stock.tombstones().isEmpty();
    }
}

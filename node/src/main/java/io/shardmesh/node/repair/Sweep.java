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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One look at everything that lies here: objects with which something is wrong are named, and what
 * was deleted is told to those that have it still. Page by page, each with one question to every
 * holder.
 */
final class Sweep {
    private static final int PAGE_ROWS = Stocktaker.MAX_KEYS;

    private final Members members;
    private final ShardStore store;
    private final Stocktaker stocktaker;
    private final Absentees absentees;
    private final LastSeen lastSeen;
    private final Burials burials;
    private final Consumer<Digest> unwell;

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
        return stocktaker
                .take(keys)
                .thenCompose(stock -> {
                    List<CompletableFuture<Void>> judged = new ArrayList<>();
                    stock.forEach((key, object) -> judged.add(judge(key, object)));
                    return Async.all(judged);
                })
                .thenAccept(done -> {});
    }

    private CompletableFuture<Void> judge(Digest key, ObjectStock stock) {
        OptionalInt partCount = lastSeen.partCount(key);
        if (partCount.isPresent() && stock.tombstones().isEmpty()) {
            boolean whole = isWhole(partCount.getAsInt(), stock);
            lastSeen.note(key, partCount.getAsInt(), stock);
            if (whole) {
                return CompletableFuture.completedFuture(null);
            }
        }
        return store.find(key)
                .thenAccept(records ->
                        records.stream()
                                .findFirst()
                                .map(record -> Shape.of(record.manifest().manifest()))
                                .ifPresent(shape -> judge(key, shape, stock)));
    }

    private boolean isWhole(int partCount, ObjectStock stock) {
        return stock.crowdedAt(members.self()).isEmpty()
                && stock.indexes().size() == partCount
                && stock.indexes().stream().allMatch(index -> stock.holders(index).size() == 1);
    }

    private void judge(Digest key, Shape shape, ObjectStock stock) {
        lastSeen.note(key, shape.partCount(), stock);
        Diagnosis diagnosis =
                Diagnosis.of(
                        members.self(), shape, stock, new HolderDistance(key), absentees.of(key));
        if (!diagnosis.healthy() || !stock.tombstones().isEmpty()) {
            unwell.accept(key);
        }
    }
}

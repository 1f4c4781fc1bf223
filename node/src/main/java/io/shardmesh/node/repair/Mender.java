package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.object.Locator;
import io.shardmesh.node.object.LostShards;
import io.shardmesh.node.object.RebuildOutcome;
import io.shardmesh.node.object.Rebuilder;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.ShardStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Does for one object what is to be done now: buries what its owner has deleted, releases a part
 * that another keeps, makes lost parts again when it is this holder's turn, and hands a second part
 * that lies here to a machine that has none. Asks anew first, so it may be called as often as one
 * likes.
 */
final class Mender {
    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final Stocktaker stocktaker;
    private final Absentees absentees;
    private final LastSeen lastSeen;
    private final Lacking lacking;
    private final Auditor auditor;
    private final Rebuilder rebuilder;
    private final Locator locator;
    private final UpkeepCounts counts;

    Mender(Upkeep upkeep, Rebuilder rebuilder) {
        this.environment = upkeep.environment();
        this.members = upkeep.members();
        this.store = upkeep.store();
        this.stocktaker = upkeep.stocktaker();
        this.absentees = upkeep.absentees();
        this.lastSeen = upkeep.lastSeen();
        this.lacking = upkeep.lacking();
        this.auditor = upkeep.auditor();
        this.counts = upkeep.counts();
        this.rebuilder = rebuilder;
        this.locator = Locator.create(environment, members);
    }

    /** Completes when all that could be done was done. */
    CompletableFuture<Void> mend(Digest objectKey) {
        return store.find(objectKey)
                .thenCompose(records -> {
                    if (records.isEmpty()) {
                        lastSeen.forget(objectKey);
                        lacking.forget(objectKey);
                        return CompletableFuture.completedFuture(null);
                    }
                    return stocktaker
                            .takeKnown(List.of(objectKey))
                            .thenCompose(stock ->
                                    widened(
                                            records.getFirst(),
                                            stock.getOrDefault(objectKey, new ObjectStock())))
                            .thenCompose(stock -> mend(records, stock));
                });
    }

    private CompletableFuture<Void> mend(List<ShardRecord> records, ObjectStock stock) {
        ShardRecord record = records.getFirst();
        Digest objectKey = record.objectKey();
        Optional<SignedTombstone> tombstone =
                stock.tombstones().stream().filter(one -> ends(one, record)).findFirst();
        if (tombstone.isPresent()) {
            lacking.forget(objectKey);
            return store.bury(tombstone.get());
        }
        Shape shape = Shape.of(record.manifest().manifest());
        Diagnosis diagnosis = diagnosis(objectKey, shape, stock);
        return release(records, diagnosis)
                .thenCompose(released -> repair(record, shape, stock, diagnosis))
                .thenCompose(repaired -> handOn(record, stock, diagnosis));
    }

    /**
     * In a large mesh others than those who were asked may have what seems to be lost, connected or
     * not: who has announced it is asked, and everybody when that says nothing.
     */
    private CompletableFuture<ObjectStock> widened(ShardRecord record, ObjectStock stock) {
        Digest objectKey = record.objectKey();
        Shape shape = Shape.of(record.manifest().manifest());
        if (!members.needsRouting()) {
            return CompletableFuture.completedFuture(stock);
        }
        if (diagnosis(objectKey, shape, stock).lost().isEmpty()) {
            // Two parts here: whether a machine has none, only those that have none can say.
            return stock.countAt(members.self()) > 1
                    ? everywhere(objectKey)
                    : CompletableFuture.completedFuture(stock);
        }
        return locator.findAll(objectKey)
                .thenApply(found -> with(found.claims(), stock))
                .exceptionallyCompose(nobody -> everywhere(objectKey));
    }

    private CompletableFuture<ObjectStock> everywhere(Digest objectKey) {
        return stocktaker
                .take(List.of(objectKey))
                .thenApply(stock -> stock.getOrDefault(objectKey, new ObjectStock()));
    }

    private ObjectStock with(List<Claim> claims, ObjectStock stock) {
        claims.stream()
                .filter(claim -> claim.state() == ClaimState.COMPLETE)
                .filter(claim -> members.member(claim.holder()).isPresent())
                .forEach(claim -> stock.heard(claim.holder(), List.of(claim.index())));
        return stock;
    }

    private Diagnosis diagnosis(Digest objectKey, Shape shape, ObjectStock stock) {
        lastSeen.note(objectKey, shape.partCount(), stock);
        return Diagnosis.of(
                members.self(),
                shape,
                stock,
                new HolderDistance(objectKey),
                absentees.of(objectKey));
    }

    private boolean ends(SignedTombstone tombstone, ShardRecord record) {
        return tombstone.tombstone().ends(record.lease().lease())
                && tombstone.verify(members.mesh());
    }

    /**
     * Only what another has shown that it has is given up, one part at a time: who keeps which
     * depends on how many a holder has, so that is not to change between the choice and its end.
     */
    private CompletableFuture<Void> release(List<ShardRecord> records, Diagnosis diagnosis) {
        for (ShardRecord record : records) {
            PeerId keeper = diagnosis.surplus().get(record.index());
            if (keeper != null && !keeper.equals(members.self())) {
                return release(record, keeper, indexes(records));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private static Set<Integer> indexes(List<ShardRecord> records) {
        return records.stream().map(ShardRecord::index).collect(Collectors.toSet());
    }

    private CompletableFuture<Void> release(
            ShardRecord record, PeerId keeper, Set<Integer> chosenAmong) {
        return auditor.audit(keeper, record, record.index())
                .thenCompose(result ->
                        result == AuditResult.PASSED
                                ? store.find(record.objectKey())
                                : CompletableFuture.completedFuture(List.<ShardRecord>of()))
                .thenCompose(now -> {
                    if (!indexes(now).equals(chosenAmong)) {
                        return CompletableFuture.completedFuture(null);
                    }
                    return store.remove(new ShardName(record.objectKey(), record.index()))
                            .thenAccept(removed -> {
                                counts.released();
                                environment
                                        .journal()
                                        .info(
                                                "released shard %d of %s; peer %s keeps it"
                                                        .formatted(
                                                                record.index(),
                                                                text(record),
                                                                keeper));
                            });
                });
    }

    private CompletableFuture<Void> repair(
            ShardRecord record, Shape shape, ObjectStock stock, Diagnosis diagnosis) {
        Digest objectKey = record.objectKey();
        if (diagnosis.lost().isEmpty()) {
            lacking.forget(objectKey);
            return CompletableFuture.completedFuture(null);
        }
        if (diagnosis.rank() < 0 || !lacking.isTurn(objectKey, diagnosis.rank())) {
            return CompletableFuture.completedFuture(null);
        }
        if (stock.indexes().size() < shape.neededCount() || leaseEnded(record)) {
            lacking.vain(objectKey);
            return CompletableFuture.completedFuture(null);
        }
        return rebuild(record, stock, diagnosis.lost())
                .thenAccept(made -> {
                    switch (made) {
                        case SOME -> {}
                        case FAILED -> lacking.vain(objectKey);
                        case UNPLACED -> {
                            lacking.vain(objectKey);
                            counts.unplaced();
                        }
                    }
                });
    }

    /** What came of an attempt. */
    private enum Made {
        /** Somebody has taken some of it, or had it meanwhile. */
        SOME,
        /** Nobody could take any of it. */
        UNPLACED,
        /** It could not be made; why has been told. */
        FAILED
    }

    private CompletableFuture<Made> rebuild(
            ShardRecord record, ObjectStock stock, SortedSet<Integer> missing) {
        return rebuilder
                .rebuild(lost(record, stock, missing))
                .thenApply(outcome -> {
                    tell(record, outcome);
                    return outcome.claims().isEmpty() && outcome.elsewhere().isEmpty()
                            ? Made.UNPLACED
                            : Made.SOME;
                })
                .exceptionally(thrown -> {
                    tell(record, Async.failureOf(thrown));
                    return Made.FAILED;
                });
    }

    /** It stays here too until the new holder has it; then it is a surplus. */
    private CompletableFuture<Void> handOn(
            ShardRecord record, ObjectStock stock, Diagnosis diagnosis) {
        boolean settled = diagnosis.lost().isEmpty() && diagnosis.surplus().isEmpty();
        if (!settled || diagnosis.crowded().isEmpty() || leaseEnded(record)) {
            return CompletableFuture.completedFuture(null);
        }
        return rebuild(record, stock, diagnosis.crowded()).thenAccept(made -> {});
    }

    private boolean leaseEnded(ShardRecord record) {
        return record.lease().lease().notAfter().isBefore(environment.clock().instant());
    }

    private LostShards lost(ShardRecord record, ObjectStock stock, SortedSet<Integer> missing) {
        List<LostShards.Held> held = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        stock.indexes()
                .forEach(index ->
                        stock.holders(index)
                                .forEach(peer -> {
                                    held.add(new LostShards.Held(index, peer));
                                    members.member(peer).map(Member::machine).ifPresent(taken::add);
                                }));
        List<PeerId> unwanted = new ArrayList<>(absentees.awaitedHolders(record.objectKey()));
        unwanted.addAll(stock.disbelieved());
        unwanted.forEach(peer -> members.member(peer).map(Member::machine).ifPresent(taken::add));
        LostShards.Records records =
                new LostShards.Records(
                        record.header(), record.manifest(), record.envelope(), record.lease());
        return new LostShards(records, held, missing, taken);
    }

    private void tell(ShardRecord record, RebuildOutcome outcome) {
        counts.rebuilt(outcome.claims().size(), outcome.readBytes());
        outcome.claims()
                .forEach(claim ->
                        environment
                                .journal()
                                .info(
                                        "rebuilt shard %d of %s at peer %s"
                                                .formatted(
                                                        claim.index(),
                                                        text(record),
                                                        claim.holder())));
    }

    private void tell(ShardRecord record, Failure failure) {
        counts.failed();
        if (failure.kind() != FailureKind.BUSY) {
            environment.journal().warn("cannot repair %s: %s".formatted(text(record), failure));
        }
    }

    private static String text(ShardRecord record) {
        return ObjectKeyText.format(record.objectKey());
    }
}

package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Audits the other holders of an object, all at once. The holder that is first in the order of
 * responsibility does it for all, and the second audits the first.
 */
final class Audits {
    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final Stocktaker stocktaker;
    private final Suspicions suspicions;
    private final Auditor auditor;
    private final UpkeepCounts counts;
    private final Consumer<Digest> unwell;

    Audits(Upkeep upkeep, Consumer<Digest> unwell) {
        this.environment = upkeep.environment();
        this.members = upkeep.members();
        this.store = upkeep.store();
        this.stocktaker = upkeep.stocktaker();
        this.suspicions = upkeep.suspicions();
        this.auditor = upkeep.auditor();
        this.counts = upkeep.counts();
        this.unwell = unwell;
    }

    /** Audits the object of this row, if that is this holder's to do. */
    CompletableFuture<Void> visit(StoredShard row) {
        return audit(row.name().objectKey());
    }

    CompletableFuture<Void> audit(Digest objectKey) {
        return stocktaker
                .take(List.of(objectKey))
                .thenCompose(all -> {
                    ObjectStock stock = all.getOrDefault(objectKey, new ObjectStock());
                    List<PeerId> order =
                            stock.holders().stream().sorted(new HolderDistance(objectKey)).toList();
                    List<PeerId> audited =
                            switch (order.indexOf(members.self())) {
                                case 0 -> order.subList(1, order.size());
                                case 1 -> order.subList(0, 1);
                                default -> List.of();
                            };
                    return audited.isEmpty()
                            ? CompletableFuture.completedFuture(null)
                            : store.find(objectKey)
                                    .thenCompose(records -> audit(records, stock, audited));
                });
    }

    private CompletableFuture<Void> audit(
            List<ShardRecord> records, ObjectStock stock, List<PeerId> audited) {
        if (records.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<CompletableFuture<Void>> audits = new ArrayList<>();
        for (int index : stock.indexes()) {
            stock.holders(index).stream()
                    .filter(audited::contains)
                    .forEach(holder -> audits.add(audit(holder, records.getFirst(), index)));
        }
        return Async.all(audits).thenAccept(done -> {});
    }

    private CompletableFuture<Void> audit(PeerId holder, ShardRecord record, int index) {
        Digest objectKey = record.objectKey();
        return auditor.audit(holder, record, index)
                .thenAccept(result -> {
                    counts.audited(result == AuditResult.PASSED);
                    switch (result) {
                        case PASSED -> suspicions.passed(holder);
                        case FAILED -> convict(holder, objectKey, index, "showed other bytes");
                        case SILENT -> {
                            if (suspicions.silent(holder)) {
                                members.reputation().audited(holder, false);
                                convict(
                                        holder,
                                        objectKey,
                                        index,
                                        "showed nothing, again and again");
                            }
                        }
                    }
                });
    }

    private void convict(PeerId holder, Digest objectKey, int index, String what) {
        suspicions.suspect(holder, objectKey);
        environment
                .journal()
                .warn(
                        "holder %s of shard %d of %s %s when it was audited; it is replaced"
                                .formatted(holder, index, ObjectKeyText.format(objectKey), what));
        unwell.accept(objectKey);
    }
}

package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads what is here, shard by shard, at a limited rate. What a disk has lost silently is found and
 * made again by others; what nobody wants kept any longer is dropped.
 */
final class Scrubs {
    private final Environment environment;
    private final ShardStore store;
    private final Clocks clocks;
    private final BytePace pace;
    private final UpkeepCounts counts;
    private final Consumer<Digest> unwell;

    Scrubs(Upkeep upkeep, Clocks clocks, Consumer<Digest> unwell) {
        this.environment = upkeep.environment();
        this.store = upkeep.store();
        this.clocks = clocks;
        this.pace = new BytePace(environment.strand(), upkeep.settings().scrubBytesPerSecond());
        this.counts = upkeep.counts();
        this.unwell = unwell;
    }

    CompletableFuture<Void> visit(StoredShard row) {
        ShardName name = row.name();
        return store.find(name.objectKey())
                .thenCompose(records ->
                        ended(records) ? store.remove(name).thenAccept(removed -> {}) : scrub(row));
    }

    /** Nothing is dropped because of one clock (design §9). */
    private boolean ended(List<ShardRecord> records) {
        Instant now = environment.clock().instant();
        return !records.isEmpty()
                && clocks.agree()
                && records.stream()
                        .allMatch(record ->
                                record.lease()
                                        .lease()
                                        .notAfter()
                                        .plus(RecordLimits.LEASE_GRACE)
                                        .isBefore(now));
    }

    private CompletableFuture<Void> scrub(StoredShard row) {
        return store.scrub(row.name(), pace::pass)
                .thenAccept(result -> {
                    counts.scrubbed(row.storedBytes(), result == ScrubResult.DAMAGED);
                    if (result == ScrubResult.DAMAGED) {
                        unwell.accept(row.name().objectKey());
                    }
                });
    }
}

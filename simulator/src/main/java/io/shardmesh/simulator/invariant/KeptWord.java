package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import io.shardmesh.simulator.SimulatedNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An acknowledged shard survives: whatever a machine has acknowledged is in its store after every
 * start, and its bytes are those of the manifest. Sharper than reading objects, which go on with
 * any k of their shards.
 */
public final class KeptWord {
    private static final int PAGE_COUNT = 10_000;

    private final Promises promises;
    private final Findings findings;

    /** Checks against what is promised at the time of a check. */
    public KeptWord(Promises promises, Findings findings) {
        this.promises = promises;
        this.findings = findings;
    }

    /**
     * Checks by the index of a running holder; for after each start. A store that could not read
     * some of its files when it was opened reports that and has them again after the next start.
     */
    public CompletableFuture<Void> check(SimulatedNode node) {
        Optional<ShardStore> store = node.store();
        return store.isEmpty() || node.storeDisk().injectedCount() > 0
                ? CompletableFuture.completedFuture(null)
                : store.get()
                        .list(Optional.empty(), PAGE_COUNT)
                        .thenAccept(rows -> compare(node, rows));
    }

    private void compare(SimulatedNode node, List<StoredShard> rows) {
        Set<ShardName> names = new HashSet<>();
        Set<Digest> objects = new HashSet<>();
        for (StoredShard row : rows) {
            names.add(row.name());
            objects.add(row.name().objectKey());
            promises.found(node, row.name());
        }
        for (Promises.Kept kept : promises.keptAt(node)) {
            Digest object = kept.promise().objectKey();
            boolean there =
                    kept.promise().inline()
                            ? objects.contains(object)
                            : names.contains(new ShardName(object, kept.index()));
            if (!there) {
                lost(node, kept, "it is not in the store");
            }
        }
    }

    /** Checks the bytes of every acknowledged shard on the disk of a running holder. */
    public CompletableFuture<Void> checkBytes(SimulatedNode node) {
        Optional<ShardStore> store = node.store();
        if (store.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] checks =
                promises.keptAt(node).stream()
                        .map(kept ->
                                store.get()
                                        .find(kept.promise().objectKey())
                                        .thenAccept(records -> compareBytes(node, kept, records)))
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(checks);
    }

    private void compareBytes(SimulatedNode node, Promises.Kept kept, List<ShardRecord> records) {
        Optional<ShardRecord> record =
                records.stream()
                        .filter(each -> kept.promise().inline() || each.index() == kept.index())
                        .findFirst();
        if (record.isEmpty()) {
            lost(node, kept, "its record cannot be read");
            return;
        }
        if (kept.promise().inline()) {
            return; // The content is in the record, and that has a checksum.
        }
        String hex = kept.promise().objectKey().toString();
        String path =
                "objects/%s/%s/%s.%d.shard"
                        .formatted(hex.substring(0, 2), hex.substring(2, 4), hex, kept.index());
        Digest key = record.get().manifest().manifest().shardKeys().get(kept.index());
        if (!Blake3.hash(node.storeDisk().content(path)).equals(key)) {
            lost(node, kept, "its bytes are not those of the manifest");
        }
    }

    private void lost(SimulatedNode node, Promises.Kept kept, String how) {
        findings.broken(
                "%s has acknowledged index %d of %s, and %s"
                        .formatted(node.host(), kept.index(), kept.promise(), how),
                List.of(node.host(), kept.promise().owner().host()));
    }
}

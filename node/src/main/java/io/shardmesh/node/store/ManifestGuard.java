package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets one manifest of an object into the store, ever: what is committed and what is being
 * committed must be the same. A second one would let an owner show different files under one key.
 * Lets in nothing under a lease that a tombstone ends.
 */
final class ManifestGuard {
    private final ShardIndex index;
    private final ObjectTurns turns;
    private final Map<Digest, Entered> entered = new HashMap<>();

    /** Commits of one object that are under way. */
    private record Entered(Digest manifest, int count) {}

    ManifestGuard(ShardIndex index, ObjectTurns turns) {
        this.index = index;
        this.turns = turns;
    }

    /**
     * Does the commit in the shard's turn, unless another manifest is here, which fails with
     * REFUSED, or a tombstone that ends its lease (DELETED). The commit is given the row that it
     * replaces, if any.
     */
    CompletableFuture<Void> commit(
            ShardRecord record, Function<Optional<StoredShard>, CompletableFuture<Void>> commit) {
        ShardName name = new ShardName(record.objectKey(), record.index());
        return turns.ofShard(name, () -> commitInTurn(record, commit));
    }

    private CompletableFuture<Void> commitInTurn(
            ShardRecord record, Function<Optional<StoredShard>, CompletableFuture<Void>> commit) {
        Digest manifest = record.manifest().digest();
        Digest object = record.objectKey();
        Entered others = entered.get(object);
        if (others != null && !others.manifest().equals(manifest)) {
            return CompletableFuture.failedFuture(second(object));
        }
        entered.put(object, new Entered(manifest, others == null ? 1 : others.count() + 1));
        return index.object(object)
                .thenCompose(known -> {
                    requireFits(known, record);
                    return commit.apply(known.shard(record.index()));
                })
                .whenComplete((_, _) -> leave(object));
    }

    private static void requireFits(StoredObject known, ShardRecord record) {
        if (known.isEnded(record.lease().lease())) {
            throw failure(FailureKind.DELETED, record.objectKey(), "its owner has deleted it");
        }
        for (StoredShard row : known.shards()) {
            if (!row.manifestDigest().equals(record.manifest().digest())) {
                throw second(record.objectKey());
            }
        }
    }

    private void leave(Digest object) {
        entered.computeIfPresent(
                object,
                (_, now) -> now.count() == 1 ? null : new Entered(now.manifest(), now.count() - 1));
    }

    private static FailureException second(Digest object) {
        return failure(FailureKind.REFUSED, object, "another manifest of this object is stored");
    }

    private static FailureException failure(FailureKind kind, Digest object, String cause) {
        return new Failure(kind, "commit", object.toString(), cause).exception();
    }
}

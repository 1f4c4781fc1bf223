package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets one manifest of an object into the store, ever: what is committed and what is being
 * committed must be the same. A second one would let an owner show different files under one key.
 */
final class ManifestGuard {
    private final ShardIndex index;
    private final Map<Digest, Entered> entered = new HashMap<>();

    /** Commits of one object that are under way. */
    private record Entered(Digest manifest, int count) {}

    ManifestGuard(ShardIndex index) {
        this.index = index;
    }

    /**
     * Does the commit unless another manifest is here, which fails with REFUSED. The commit is
     * given the row that it replaces, if any.
     */
    CompletableFuture<Void> commit(
            ShardRecord record, Function<Optional<StoredShard>, CompletableFuture<Void>> commit) {
        Digest manifest = record.manifest().digest();
        Digest object = record.objectKey();
        Entered others = entered.get(object);
        if (others != null && !others.manifest().equals(manifest)) {
            return CompletableFuture.failedFuture(second(object));
        }
        entered.put(object, new Entered(manifest, others == null ? 1 : others.count() + 1));
        return index.find(object)
                .thenCompose(rows -> {
                    requireSame(rows, object, manifest);
                    return commit.apply(sameName(rows, record.index()));
                })
                .whenComplete((_, _) -> leave(object));
    }

    private static Optional<StoredShard> sameName(List<StoredShard> rows, int index) {
        return rows.stream().filter(row -> row.name().index() == index).findFirst();
    }

    private static void requireSame(List<StoredShard> rows, Digest object, Digest manifest) {
        for (StoredShard row : rows) {
            if (!row.manifestDigest().equals(manifest)) {
                throw second(object);
            }
        }
    }

    private void leave(Digest object) {
        entered.computeIfPresent(
                object,
                (_, now) -> now.count() == 1 ? null : new Entered(now.manifest(), now.count() - 1));
    }

    private static FailureException second(Digest object) {
        return new Failure(
                        FailureKind.REFUSED,
                        "commit",
                        object.toString(),
                        "another manifest of this object is stored")
                .exception();
    }
}

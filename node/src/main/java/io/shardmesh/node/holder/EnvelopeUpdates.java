package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.store.ShardStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gives the shards of an object a newer envelope. The store lets each be compared with what is here
 * when it is written, whatever comes together. On the strand.
 */
final class EnvelopeUpdates {
    private final ShardStore store;
    private final MeshId mesh;

    EnvelopeUpdates(ShardStore store, MeshId mesh) {
        this.store = store;
        this.mesh = mesh;
    }

    /**
     * Keeps the envelope if it outranks the one that is here.
     *
     * @return the sequence of the one that is here then; fails with NOT_FOUND when nothing of the
     *     object is, and REFUSED when its owner has not signed the envelope
     */
    CompletableFuture<Long> apply(Digest objectKey, SignedEnvelope offered) {
        return store.find(objectKey).thenCompose(records -> apply(records, offered));
    }

    private CompletableFuture<Long> apply(List<ShardRecord> records, SignedEnvelope offered) {
        if (records.isEmpty()) {
            throw Refusals.failure(FailureKind.NOT_FOUND, "no shard of it is here").exception();
        }
        if (!offered.verify(mesh, records.getFirst().header())) {
            throw Refusals.refused("the envelope is not signed by the object's owner");
        }
        return Async.all(records.stream().map(record -> apply(record, offered)).toList())
                .thenApply(kept -> kept.stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    private CompletableFuture<Long> apply(ShardRecord record, SignedEnvelope offered) {
        return store.update(
                        record.name(),
                        here ->
                                offered.outranks(here.envelope())
                                        ? here.withEnvelope(offered)
                                        : here)
                .thenApply(kept -> kept.envelope().envelope().sequence());
    }
}

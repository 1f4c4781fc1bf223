package io.shardmesh.node.holder;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.store.ShardStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gives the shards of an object a newer envelope. One at a time: of two that come together each is
 * compared with what the other has left. On the strand.
 */
final class EnvelopeUpdates {
    private final ShardStore store;
    private final MeshId mesh;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

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
        CompletableFuture<Long> applied =
                last.handle((done, trouble) -> true)
                        .thenCompose(turn -> store.find(objectKey))
                        .thenCompose(records -> apply(records, offered));
        last = applied;
        return applied;
    }

    private CompletableFuture<Long> apply(List<ShardRecord> records, SignedEnvelope offered) {
        if (records.isEmpty()) {
            throw Refusals.failure(FailureKind.NOT_FOUND, "no shard of it is here").exception();
        }
        if (!offered.verify(mesh, records.getFirst().header())) {
            throw Refusals.refused("the envelope is not signed by the object's owner");
        }
        CompletableFuture<Void> updated = CompletableFuture.completedFuture(null);
        long sequence = offered.envelope().sequence();
        for (ShardRecord record : records) {
            if (offered.outranks(record.envelope())) {
                ShardRecord newer = record.withEnvelope(offered);
                updated = updated.thenCompose(before -> store.update(newer));
            } else {
                sequence = Math.max(sequence, record.envelope().envelope().sequence());
            }
        }
        long kept = sequence;
        return updated.thenApply(done -> kept);
    }
}

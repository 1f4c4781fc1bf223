package io.shardmesh.node.holder;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.holder.proto.Keep;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedClaim;
import java.util.concurrent.CompletableFuture;

/** A whole small object that a putter wants kept. */
record InlineObject(ObjectHeader header, int index, OwnerRecords records) {
    static InlineObject decode(Keep request) {
        return new InlineObject(
                Refusals.decode(() -> ObjectHeader.decode(request.getHeader().toByteArray())),
                request.getIndex(),
                OwnerRecords.decode(
                        request.getManifest(), request.getEnvelope(), request.getLease()));
    }

    /**
     * Stores it for good; the claim says so.
     *
     * @param proved whose objects the putter may send
     */
    CompletableFuture<SignedClaim> keep(Holder holder, VerifyingKey proved) {
        if (!holder.holds()) {
            throw Refusals.refused("this node keeps no shards");
        }
        if (!header.owner().equals(proved)) {
            throw Refusals.refused("the proof of its owner does not hold");
        }
        if (!holder.members().membership().mayPut(proved)) {
            throw Refusals.refused("its owner is not on the membership list");
        }
        if (index < 0 || index > header.scheme().parity()) {
            throw Refusals.malformed("its index is outside of its scheme");
        }
        OwnerRecords.Claimant self = holder.claimant();
        records.requireFullLease(self.now());
        CompletableFuture<ShardRecord> verified =
                holder.environment()
                        .compute()
                        .run(() -> records.claimed(header, index, true, self));
        // The disk is asked for room while the signatures are verified.
        return holder.rooms()
                .reserve(header.owner(), RecordLimits.SHARD_RECORD_BYTES)
                .thenCompose(room ->
                        verified.thenCompose(record -> store(holder, record))
                                .whenComplete((claim, trouble) -> room.release()));
    }

    private CompletableFuture<SignedClaim> store(Holder holder, ShardRecord record) {
        return holder.store()
                .commitInline(record)
                .thenApply(done -> {
                    holder.committed(header.objectKey());
                    return record.claim();
                });
    }
}

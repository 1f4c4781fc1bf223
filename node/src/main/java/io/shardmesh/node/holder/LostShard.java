package io.shardmesh.node.holder;

import io.shardmesh.node.holder.proto.Fill;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ObjectHeader;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.ShardName;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A shard that somebody wants to bring back. The owner has signed what it is and that it is to be
 * kept, so it does not matter who brings it.
 */
record LostShard(ObjectHeader header, int index, OwnerRecords records) {

    static LostShard decode(Fill request) {
        ObjectHeader header =
                Refusals.decode(() -> ObjectHeader.decode(request.getHeader().toByteArray()));
        OwnerRecords records =
                OwnerRecords.decode(
                        request.getManifest(), request.getEnvelope(), request.getLease());
        return new LostShard(header, request.getIndex(), records);
    }

    ShardName name() {
        return new ShardName(header.objectKey(), index);
    }

    /** What the holder has to have room for. */
    long storedBytes() {
        Manifest manifest = records.manifest().manifest();
        return manifest.inline() ? RecordLimits.SHARD_RECORD_BYTES : manifest.layout().shardBytes();
    }

    /** Fails with the reason why this holder does not want it. */
    CompletableFuture<Void> check(Holder holder) {
        requireWanted(holder);
        OwnerRecords.Claimant self = holder.claimant();
        return holder.environment()
                .compute()
                .run(() ->
                        records.claimed(
                                header, index, records.manifest().manifest().inline(), self))
                .thenCompose(verified -> holder.store().tombstone(header.objectKey()))
                .thenCompose(tombstone -> {
                    if (tombstone.filter(one -> one.tombstone().ends(lease())).isPresent()) {
                        throw Refusals.deleted().exception();
                    }
                    return holder.store().find(header.objectKey());
                })
                .thenAccept(here -> {
                    if (here.stream().anyMatch(record -> record.index() == index)) {
                        throw Refusals.here().exception();
                    }
                    if (!here.isEmpty()) {
                        throw Refusals.crowded();
                    }
                });
    }

    private void requireWanted(Holder holder) {
        if (!holder.holds()) {
            throw Refusals.refused("this node keeps no shards");
        }
        if (!holder.members().membership().mayPut(header.owner())) {
            throw Refusals.refused("its owner is not on the membership list");
        }
        int count =
                records.manifest().manifest().inline()
                        ? header.scheme().parity() + 1
                        : header.scheme().total();
        if (index < 0 || index >= count) {
            throw Refusals.malformed("its index is outside of its scheme");
        }
        Instant now = holder.environment().clock().instant();
        if (lease().notAfter().isBefore(now)) {
            throw Refusals.refused("its lease has ended");
        }
    }

    private Lease lease() {
        return records.lease().lease();
    }
}

package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;

/**
 * One row of the index: a shard or an inline copy that is here. Everything in it follows from the
 * shard's record and from where that lies.
 *
 * @param name object and index
 * @param owner whose lease it is kept under
 * @param leaseSequence which of the owner's leases that is; {@link #UNSETTLED} while the record is
 *     being replaced
 * @param manifestDigest BLAKE3 of the signed manifest: an object has one
 * @param location where it lies
 */
public record StoredShard(
        ShardName name,
        VerifyingKey owner,
        long leaseSequence,
        Digest manifestDigest,
        ShardLocation location) {
    /** In a row that says this, only the record on the disk knows the lease. */
    public static final long UNSETTLED = -1;

    static StoredShard of(ShardRecord record, ShardLocation location) {
        return new StoredShard(
                new ShardName(record.objectKey(), record.index()),
                record.lease().lease().owner(),
                record.lease().lease().sequence(),
                record.manifest().digest(),
                location);
    }

    /** The same row, marked so that the next opening reads the record. */
    StoredShard unsettled() {
        return new StoredShard(name, owner, UNSETTLED, manifestDigest, location);
    }

    boolean settled() {
        return leaseSequence != UNSETTLED;
    }

    /** The bytes that count against limit and quota: the shard, or the pack entry. */
    public long storedBytes() {
        return switch (location) {
            case ShardLocation.InFile file -> file.shardBytes();
            case ShardLocation.InPack pack -> pack.entryBytes();
        };
    }
}

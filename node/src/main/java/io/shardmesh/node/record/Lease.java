package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import java.time.Instant;

/**
 * An owner's wish and permission to keep an object until a date. It names no holder, so that a
 * repairer can show it to a new one. Of one owner and object the highest sequence counts. See
 * {@code docs/formats/lease.md}.
 *
 * @param objectKey the object
 * @param sizeBytes sealed length of the whole object; a holder's share follows from the scheme
 * @param notAfter when it ends, in whole milliseconds
 * @param sequence max(previous + 1, now in milliseconds)
 * @param owner who asks for it, and pays with quota
 */
public record Lease(
        Digest objectKey, long sizeBytes, Instant notAfter, long sequence, VerifyingKey owner) {
    private static final RecordKind KIND = RecordKind.LEASE;

    /**
     * Checks the bounds and drops what is finer than a millisecond.
     *
     * @throws IllegalArgumentException when a field is out of bounds
     */
    public Lease {
        if (sizeBytes < 0 || sizeBytes > RecordLimits.MAX_SEALED_BYTES || sequence < 0) {
            throw new IllegalArgumentException("sizeBytes or sequence is out of bounds");
        }
        notAfter = RecordTime.of(notAfter);
    }

    /** A first lease, for the usual time from now on. */
    public static Lease of(Digest objectKey, long sizeBytes, VerifyingKey owner, Instant now) {
        Instant end = now.plus(RecordLimits.LEASE_DURATION);
        return new Lease(objectKey, sizeBytes, end, now.toEpochMilli(), owner);
    }

    /** The next one, for the usual time from now on. */
    public Lease renewed(Instant now) {
        Instant end = now.plus(RecordLimits.LEASE_DURATION);
        return new Lease(
                objectKey, sizeBytes, end, Math.max(sequence + 1, now.toEpochMilli()), owner);
    }

    /** Signs with the owner's key, which must be the one in the lease. */
    public SignedLease sign(SigningKey ownerKey, MeshId mesh) {
        return SignedLease.of(Signed.sign(Context.LEASE, ownerKey, mesh, encodeBody()), this);
    }

    private byte[] encodeBody() {
        return RecordWriter.of(KIND)
                .digest(objectKey)
                .u64(sizeBytes)
                .time(notAfter)
                .u64(sequence)
                .key(owner)
                .noExtensions()
                .finish();
    }

    static Lease read(RecordReader in) {
        Digest objectKey = in.digest("objectKey");
        long sizeBytes = in.u64("sizeBytes", 0, RecordLimits.MAX_SEALED_BYTES);
        Instant notAfter = in.time("notAfter");
        long sequence = in.u64("sequence");
        VerifyingKey owner = in.key("owner");
        in.extensions();
        return new Lease(objectKey, sizeBytes, notAfter, sequence, owner);
    }
}

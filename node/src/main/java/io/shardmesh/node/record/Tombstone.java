package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import java.time.Instant;

/**
 * An owner's word that an object is to be kept no longer. It is kept until the last lease would
 * have ended, and answers every question about the object, so that nobody who was away brings it
 * back. It ends the leases of its signer with a lower sequence. See {@code
 * docs/formats/tombstone.md}.
 *
 * @param objectKey the object
 * @param notAfter when the last lease that it ends would have ended, in whole milliseconds
 * @param sequence max(sequence of the newest lease + 1, now in milliseconds)
 * @param owner whose leases it ends
 */
public record Tombstone(Digest objectKey, Instant notAfter, long sequence, VerifyingKey owner) {
    private static final RecordKind KIND = RecordKind.TOMBSTONE;

    /**
     * Checks the bounds and drops what is finer than a millisecond.
     *
     * @throws IllegalArgumentException when a field is out of bounds
     */
    public Tombstone {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence is negative");
        }
        notAfter = RecordTime.of(notAfter);
    }

    /** One that ends this lease, made now. */
    public static Tombstone of(Lease lease, Instant now) {
        long sequence = Math.max(lease.sequence() + 1, now.toEpochMilli());
        return new Tombstone(lease.objectKey(), lease.notAfter(), sequence, lease.owner());
    }

    /** True when it ends this lease: same object, same owner, lower sequence. */
    public boolean ends(Lease lease) {
        return objectKey.equals(lease.objectKey())
                && owner.equals(lease.owner())
                && lease.sequence() < sequence;
    }

    /** Signs with the owner's key, which must be the one in the tombstone. */
    public SignedTombstone sign(SigningKey ownerKey, MeshId mesh) {
        return SignedTombstone.of(
                Signed.sign(Context.TOMBSTONE, ownerKey, mesh, encodeBody()), this);
    }

    private byte[] encodeBody() {
        return RecordWriter.of(KIND)
                .digest(objectKey)
                .time(notAfter)
                .u64(sequence)
                .key(owner)
                .noExtensions()
                .finish();
    }

    static Tombstone read(RecordReader in) {
        Digest objectKey = in.digest("objectKey");
        Instant notAfter = in.time("notAfter");
        long sequence = in.u64("sequence");
        VerifyingKey owner = in.key("owner");
        in.extensions();
        return new Tombstone(objectKey, notAfter, sequence, owner);
    }
}

package io.shardmesh.node.record;

/**
 * The kinds of record. The first four bytes of each are {@code S M}, the letter of its kind and its
 * version, so that no record can be taken for another and a file shows what it is. Letters are
 * never reused.
 */
public enum RecordKind {
    /** See {@link ObjectHeader}. */
    HEADER('H', "header", ObjectHeader.SIZE_BYTES),
    /** See {@link Manifest}. */
    MANIFEST('M', "manifest", RecordLimits.MANIFEST_BYTES),
    /** See {@link Metadata}. */
    METADATA('D', "metadata", RecordLimits.METADATA_BYTES),
    /** See {@link Envelope}. */
    ENVELOPE('E', "envelope", RecordLimits.ENVELOPE_BYTES),
    /** See {@link Claim}. */
    CLAIM('C', "claim", RecordLimits.SMALL_RECORD_BYTES),
    /** See {@link Lease}. */
    LEASE('L', "lease", RecordLimits.SMALL_RECORD_BYTES),
    /** See {@link Tombstone}. */
    TOMBSTONE('T', "tombstone", RecordLimits.SMALL_RECORD_BYTES),
    /** See {@link ShardRecord}. */
    SHARD('S', "shard record", RecordLimits.SHARD_RECORD_BYTES),
    /** See {@code node.mesh.MembershipList}. */
    MEMBERSHIP_LIST('B', "membership list", RecordLimits.MEMBERSHIP_LIST_BYTES),
    /** See {@code node.mesh.OwnerCertificate}. */
    OWNER_CERTIFICATE('O', "owner certificate", RecordLimits.SMALL_RECORD_BYTES),
    /** See {@code node.mesh.Invite}. */
    INVITE('I', "invite", RecordLimits.INVITE_BYTES),
    /** See {@code node.mesh.InviteBook}. */
    INVITE_BOOK('K', "invite book", RecordLimits.INVITE_BOOK_BYTES),
    /** See {@code node.mesh.RedeemRequest}. */
    REDEEM_REQUEST('R', "redeem request", RecordLimits.SMALL_RECORD_BYTES),
    /** See {@code node.mesh.RedeemAnswer}. */
    REDEEM_ANSWER('A', "redeem answer", RecordLimits.REDEEM_ANSWER_BYTES),
    /** See {@link CatalogHead}. */
    CATALOG_HEAD('N', "catalog head", RecordLimits.CATALOG_HEAD_BYTES),
    /** See {@code node.reputation.SavedReputation}. */
    REPUTATION('P', "reputation", RecordLimits.REPUTATION_BYTES);

    /** The version of every kind so far. */
    static final int VERSION = 1;

    private final byte letter;
    private final String label;
    private final int maxBytes;

    RecordKind(char letter, String label, int maxBytes) {
        this.letter = (byte) letter;
        this.label = label;
        this.maxBytes = maxBytes;
    }

    byte letter() {
        return letter;
    }

    /** The kind in words, as it stands in messages. */
    public String label() {
        return label;
    }

    /** The most bytes a record of this kind has, signature included. */
    public int maxBytes() {
        return maxBytes;
    }
}

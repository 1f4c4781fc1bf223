package io.shardmesh.node.record;

/** A {@link Lease} with its owner's signature, in the bytes that were signed. */
public final class SignedLease {
    private final Signed signed;
    private final Lease lease;

    private SignedLease(Signed signed, Lease lease) {
        this.signed = signed;
        this.lease = lease;
    }

    static SignedLease of(Signed signed, Lease lease) {
        return new SignedLease(signed, lease);
    }

    /**
     * Reads a lease; says nothing about its signature.
     *
     * @throws MalformedRecordException when the bytes are not one
     */
    public static SignedLease decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.LEASE, bytes);
        Lease lease = Lease.read(in);
        return new SignedLease(Signed.read(in), lease);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public Lease lease() {
        return lease;
    }

    /** True when the owner that the lease names signed it in this mesh. Never throws. */
    public boolean verify(MeshId mesh) {
        return signed.verify(Context.LEASE, lease.owner(), mesh);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedLease that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "signed " + lease;
    }
}

package io.shardmesh.node.record;

/** A {@link Tombstone} with its owner's signature, in the bytes that were signed. */
public final class SignedTombstone {
    private final Signed signed;
    private final Tombstone tombstone;

    private SignedTombstone(Signed signed, Tombstone tombstone) {
        this.signed = signed;
        this.tombstone = tombstone;
    }

    static SignedTombstone of(Signed signed, Tombstone tombstone) {
        return new SignedTombstone(signed, tombstone);
    }

    /**
     * Reads a tombstone; says nothing about its signature.
     *
     * @throws MalformedRecordException when the bytes are not one
     */
    public static SignedTombstone decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.TOMBSTONE, bytes);
        Tombstone tombstone = Tombstone.read(in);
        return new SignedTombstone(Signed.read(in), tombstone);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public Tombstone tombstone() {
        return tombstone;
    }

    /** True when the owner that the tombstone names signed it in this mesh. Never throws. */
    public boolean verify(MeshId mesh) {
        return signed.verify(Context.TOMBSTONE, tombstone.owner(), mesh);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedTombstone that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "signed " + tombstone;
    }
}

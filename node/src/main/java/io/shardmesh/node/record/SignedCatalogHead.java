package io.shardmesh.node.record;

import io.shardmesh.crypto.blake3.Blake3;

/** A {@link CatalogHead} with the owner's signature, in the bytes that were signed. */
public final class SignedCatalogHead {
    private final Signed signed;
    private final CatalogHead head;

    private SignedCatalogHead(Signed signed, CatalogHead head) {
        this.signed = signed;
        this.head = head;
    }

    static SignedCatalogHead of(Signed signed, CatalogHead head) {
        return new SignedCatalogHead(signed, head);
    }

    /**
     * Reads a head; says nothing about its signature.
     *
     * @throws MalformedRecordException when the bytes are not one
     */
    public static SignedCatalogHead decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.CATALOG_HEAD, bytes);
        CatalogHead head = CatalogHead.read(in);
        return new SignedCatalogHead(Signed.read(in), head);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public CatalogHead head() {
        return head;
    }

    /** True when the owner that it names signed it in this mesh. Never throws. */
    public boolean verify(MeshId mesh) {
        return signed.verify(Context.CATALOG_HEAD, head.owner(), mesh);
    }

    /** Whether this one counts and not the other, which is of the same owner and device. */
    public boolean outranks(SignedCatalogHead other) {
        return head.sequence() != other.head.sequence()
                ? head.sequence() > other.head.sequence()
                : Blake3.hash(encode()).compareTo(Blake3.hash(other.encode())) < 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCatalogHead that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "signed catalog head " + head.sequence();
    }
}

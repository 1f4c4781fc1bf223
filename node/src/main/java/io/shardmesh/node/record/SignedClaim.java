package io.shardmesh.node.record;

/** A {@link Claim} with the holder's signature, in the bytes that were signed. */
public final class SignedClaim {
    private final Signed signed;
    private final Claim claim;

    private SignedClaim(Signed signed, Claim claim) {
        this.signed = signed;
        this.claim = claim;
    }

    static SignedClaim of(Signed signed, Claim claim) {
        return new SignedClaim(signed, claim);
    }

    /**
     * Reads a claim; says nothing about its signature.
     *
     * @throws MalformedRecordException when the bytes are not one
     */
    public static SignedClaim decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.CLAIM, bytes);
        Claim claim = Claim.read(in);
        return new SignedClaim(Signed.read(in), claim);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public Claim claim() {
        return claim;
    }

    /**
     * True when the holder that the claim names signed it in this mesh. A peer whose id does not
     * carry an Ed25519 key holds nothing. Never throws.
     */
    public boolean verify(MeshId mesh) {
        return claim.holder()
                .ed25519Key()
                .map(key -> signed.verify(Context.CLAIM, key, mesh))
                .orElse(false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedClaim that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "signed " + claim;
    }
}

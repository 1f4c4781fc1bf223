package io.shardmesh.node.record;

import io.shardmesh.crypto.blake3.Blake3;

/** An {@link Envelope} with the owner's signature, in the bytes that were signed. */
public final class SignedEnvelope {
    private final Signed signed;
    private final Envelope envelope;

    private SignedEnvelope(Signed signed, Envelope envelope) {
        this.signed = signed;
        this.envelope = envelope;
    }

    static SignedEnvelope of(Signed signed, Envelope envelope) {
        return new SignedEnvelope(signed, envelope);
    }

    /**
     * Reads an envelope; says nothing about its signature.
     *
     * @throws MalformedRecordException when the bytes are not one
     */
    public static SignedEnvelope decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.ENVELOPE, bytes);
        Envelope envelope = Envelope.read(in);
        return new SignedEnvelope(Signed.read(in), envelope);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public Envelope envelope() {
        return envelope;
    }

    /**
     * Whether this one counts and not the other: its sequence is higher, or the same and its bytes
     * have the lower BLAKE3, so that all holders come to the same of two that were made at once.
     */
    public boolean outranks(SignedEnvelope other) {
        long sequence = envelope.sequence();
        long others = other.envelope.sequence();
        return sequence != others
                ? sequence > others
                : Blake3.hash(encode()).compareTo(Blake3.hash(other.encode())) < 0;
    }

    /** True when it is for this object and its owner signed it in this mesh. Never throws. */
    public boolean verify(MeshId mesh, ObjectHeader header) {
        return envelope.objectKey().equals(header.objectKey())
                && signed.verify(Context.ENVELOPE, header.owner(), mesh);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedEnvelope that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "signed " + envelope;
    }
}

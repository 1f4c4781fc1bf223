package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.blake3.Blake3;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@link Manifest} with the owner's signature, in the bytes that were signed. */
public final class SignedManifest {
    private final Signed signed;
    private final Manifest manifest;

    /** Made when it is first asked for; threads that ask at once make the same. */
    private @Nullable Digest digest;

    private SignedManifest(Signed signed, Manifest manifest) {
        this.signed = signed;
        this.manifest = manifest;
    }

    static SignedManifest of(Signed signed, Manifest manifest) {
        return new SignedManifest(signed, manifest);
    }

    /**
     * Reads a manifest; says nothing about its signature.
     *
     * @throws MalformedRecordException when the bytes are not one, or its parts do not fit
     */
    public static SignedManifest decode(byte[] bytes) {
        RecordReader in = RecordReader.of(RecordKind.MANIFEST, bytes);
        Manifest manifest = Manifest.read(in);
        return new SignedManifest(Signed.read(in), manifest);
    }

    /** The bytes as they were made or received, as a copy. */
    public byte[] encode() {
        return signed.bytes().toArray();
    }

    /** What was signed. */
    public Manifest manifest() {
        return manifest;
    }

    /** BLAKE3 of all bytes: what a holder compares to refuse a second, different manifest. */
    public Digest digest() {
        Digest known = digest;
        if (known == null) {
            known = Blake3.hash(signed.bytes().buffer());
            digest = known;
        }
        return known;
    }

    /**
     * True when the owner in the header signed this manifest in this mesh, and it {@linkplain
     * #consistentWith belongs to} the header. Never throws.
     */
    public boolean verify(MeshId mesh, ObjectHeader header) {
        return consistentWith(header) && signed.verify(Context.MANIFEST, header.owner(), mesh);
    }

    /** True when object key, scheme and block size are the header's. */
    public boolean consistentWith(ObjectHeader header) {
        return inconsistency(header).isEmpty();
    }

    /** The first field that is not the header's, for messages. */
    public Optional<String> inconsistency(ObjectHeader header) {
        if (!manifest.objectKey().equals(header.objectKey())) {
            return Optional.of("objectKey");
        }
        if (!manifest.scheme().equals(header.scheme())) {
            return Optional.of("scheme");
        }
        return manifest.blockBytes() == header.blockBytes()
                ? Optional.empty()
                : Optional.of("blockSize");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedManifest that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    @Override
    public String toString() {
        return "signed " + manifest;
    }
}

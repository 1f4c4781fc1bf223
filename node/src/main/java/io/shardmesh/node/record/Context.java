package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.Blake3;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a signature or keyed hash is for. Every signature in Shardmesh covers, in this order: the
 * context string {@code shardmesh/<kind>/<version>} with its length in front, the mesh id, the
 * bytes. So a signature made for one purpose or one mesh is worthless for any other (design §4).
 * This enum is the one list of purposes; a string is never reused with another meaning.
 */
public enum Context {
    /** An owner's manifest of an object. */
    MANIFEST("shardmesh/manifest/1"),
    /** An owner's envelope of an object. */
    ENVELOPE("shardmesh/envelope/1"),
    /** A holder's claim. */
    CLAIM("shardmesh/claim/1"),
    /** An owner's lease. */
    LEASE("shardmesh/lease/1"),
    /** An owner's tombstone of an object. */
    TOMBSTONE("shardmesh/tombstone/1"),
    /** The admin's membership list. */
    MEMBERSHIP_LIST("shardmesh/membership-list/1"),
    /** An owner's certificate for one of its own homes. */
    OWNER_CERTIFICATE("shardmesh/owner-certificate/1"),
    /** Proof of an owner key while redeeming an invite. */
    REDEEM("shardmesh/redeem/1"),
    /** Proof of an owner key while presenting an owner certificate. */
    CONNECT("shardmesh/connect/1"),
    /** Proof of an owner key on reserving space for an object. */
    RESERVE("shardmesh/reserve/1"),
    /** Proof of an owner key for the small objects that follow on a stream. */
    INLINE("shardmesh/inline/1"),
    /** Proof of an owner key on a holder's challenge, e.g. to list the owner's objects. */
    CHALLENGE("shardmesh/challenge/1"),
    /** An owner's word on where the catalog log of one of its devices lies. */
    CATALOG_HEAD("shardmesh/catalog-head/1"),
    /** Hash of an invite's token, as the invite book keeps it. */
    INVITE_TOKEN("shardmesh/invite-token/1"),
    /** Hash of a machine's id, for its label. */
    MACHINE_LABEL("shardmesh/machine-label/1");

    private final String text;

    Context(String text) {
        this.text = text;
    }

    /** What is really signed: u16 length, context string, 32 bytes of mesh id, the bytes. */
    public byte[] signingBytes(MeshId mesh, byte[] bytes) {
        byte[] name = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + name.length + 32 + bytes.length)
                .putShort((short) name.length)
                .put(name)
                .put(mesh.bytes())
                .put(bytes)
                .array();
    }

    /** Signs the bytes for this purpose in this mesh. */
    public Signature sign(SigningKey key, MeshId mesh, byte[] bytes) {
        return key.sign(signingBytes(mesh, bytes));
    }

    /** True when the key made the signature over these bytes for this purpose in this mesh. */
    public boolean verify(VerifyingKey key, MeshId mesh, byte[] bytes, Signature signature) {
        return key.verify(signingBytes(mesh, bytes), signature);
    }

    /** BLAKE3 of {@link #signingBytes}, for hashes that must not be compared across meshes. */
    public Digest hash(MeshId mesh, byte[] bytes) {
        return Blake3.hash(signingBytes(mesh, bytes));
    }

    /** The context string. */
    @Override
    public String toString() {
        return text;
    }
}

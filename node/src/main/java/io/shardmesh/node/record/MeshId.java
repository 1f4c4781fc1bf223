package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.crypto.blake3.Blake3;

/**
 * Names a mesh: BLAKE3 of its admin's public key (design §4). It stands in every signature, so that
 * nothing signed in one mesh counts in another.
 */
public record MeshId(Digest digest) {
    /** The id of the mesh whose admin has this key. */
    public static MeshId ofAdmin(VerifyingKey admin) {
        return new MeshId(Blake3.hash(admin.bytes()));
    }

    /**
     * @param hex 64 hexadecimal digits
     * @throws IllegalArgumentException when it is anything else
     */
    public static MeshId parse(String hex) {
        return new MeshId(Digest.parse(hex));
    }

    /** The 32 bytes, as a copy. */
    public byte[] bytes() {
        return digest.bytes();
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        return digest.toString();
    }
}

package io.shardmesh.node.mesh;

import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.Context;
import io.shardmesh.node.record.MeshId;

/**
 * Proof that the peer at the other end of this connection has a key, and asks for one thing with
 * it. Its signature covers the context, the mesh id, the {@link ConnectionBinding} and the subject.
 *
 * @param key the key that is proved
 * @param signature made with it
 */
public record ConnectionProof(VerifyingKey key, Signature signature) {
    /** What a proof is for, and in which mesh. */
    public record Purpose(Context context, MeshId mesh) {}

    /**
     * Makes a proof.
     *
     * @param subject what is asked for, in bytes that both ends have; may be empty
     */
    public static ConnectionProof prove(
            SigningKey key, Purpose purpose, ConnectionBinding binding, byte[] subject) {
        byte[] bytes = binding.bytes(subject);
        Signature signature = purpose.context().sign(key, purpose.mesh(), bytes);
        return new ConnectionProof(key.verifyingKey(), signature);
    }

    /** True when the key signed exactly this. Never throws. */
    public boolean verify(Purpose purpose, ConnectionBinding binding, byte[] subject) {
        return purpose.context().verify(key, purpose.mesh(), binding.bytes(subject), signature);
    }
}

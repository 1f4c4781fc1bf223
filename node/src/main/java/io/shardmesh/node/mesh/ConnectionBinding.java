package io.shardmesh.node.mesh;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.Bytes;
import java.nio.ByteBuffer;

/**
 * What ties a proof to one connection, so that nobody can relay or repeat it: both ends, a nonce of
 * each, and the hash of the Noise handshake between them (design §4).
 *
 * @param prover the peer that gives the proof
 * @param verifier the peer that checks it
 * @param proverNonce 32 random bytes of the prover
 * @param verifierNonce 32 random bytes of the verifier
 * @param handshakeHash the channel binding of the connection, 32 bytes
 */
public record ConnectionBinding(
        PeerId prover,
        PeerId verifier,
        Bytes proverNonce,
        Bytes verifierNonce,
        Bytes handshakeHash) {
    /** Length of each nonce and of the handshake hash. */
    public static final int PART_BYTES = 32;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException when a nonce or the hash has another length than 32
     */
    public ConnectionBinding {
        require(proverNonce, "proverNonce");
        require(verifierNonce, "verifierNonce");
        require(handshakeHash, "handshakeHash");
    }

    /**
     * What a proof signs: both peer ids with a length of one byte each, both nonces, the handshake
     * hash, and what is asked for with a length of four bytes.
     */
    byte[] bytes(byte[] subject) {
        byte[] from = prover.bytes();
        byte[] to = verifier.bytes();
        int size = 2 + from.length + to.length + 3 * PART_BYTES + 4 + subject.length;
        return ByteBuffer.allocate(size)
                .put((byte) from.length)
                .put(from)
                .put((byte) to.length)
                .put(to)
                .put(proverNonce.buffer())
                .put(verifierNonce.buffer())
                .put(handshakeHash.buffer())
                .putInt(subject.length)
                .put(subject)
                .array();
    }

    private static void require(Bytes part, String name) {
        if (part.size() != PART_BYTES) {
            throw new IllegalArgumentException(name + " has " + part.size() + " bytes");
        }
    }
}

package io.shardmesh.libp2p.noise;

import io.shardmesh.crypto.Hkdf;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.channel.ChaChaPoly;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Chaining key, transcript hash and cipher of a handshake (Noise specification, section 5.2).
 *
 * <p>Before the first key there is nothing to encrypt in the XX pattern except message 1, which is
 * always sent without a payload, so this has no unencrypted mode.
 */
final class SymmetricState implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final byte[] NO_BYTES = {};

    private byte[] hash;
    private SecretBytes chainingKey;
    private SecretBytes cipherKey = SecretBytes.takeOver(new byte[0]);
    private long cipherCounter;

    SymmetricState(String protocolName) {
        byte[] name = protocolName.getBytes(StandardCharsets.US_ASCII);
        if (name.length != KEY_BYTES) {
            throw new IllegalArgumentException("shorter names are padded, longer ones hashed");
        }
        this.hash = name;
        this.chainingKey = SecretBytes.copyOf(name);
        mixHash(NO_BYTES); // the empty prologue
    }

    void mixHash(byte[] data) {
        hash = Sha256.hash(hash, data).bytes();
    }

    /** Mixes in a shared secret and wipes it. */
    void mixKey(SecretBytes shared) {
        try (shared;
                SecretBytes both = derive(shared)) {
            close();
            chainingKey = part(both, 0);
            cipherKey = part(both, 1);
            cipherCounter = 0;
        }
    }

    byte[] encryptAndHash(byte[] plain) {
        byte[] sealed = ChaChaPoly.seal(cipherKey, cipherCounter++, hash, plain);
        mixHash(sealed);
        return sealed;
    }

    Optional<byte[]> decryptAndHash(byte[] sealed) {
        Optional<byte[]> plain = ChaChaPoly.open(cipherKey, cipherCounter++, hash, sealed);
        mixHash(sealed);
        return plain;
    }

    /** The two transport keys, initiator's sending key first; to be closed by the caller. */
    SecretBytes[] split() {
        try (SecretBytes none = SecretBytes.takeOver(new byte[0]);
                SecretBytes both = derive(none)) {
            return new SecretBytes[] {part(both, 0), part(both, 1)};
        }
    }

    byte[] handshakeHash() {
        return hash.clone();
    }

    @Override
    public void close() {
        chainingKey.close();
        cipherKey.close();
    }

    private SecretBytes derive(SecretBytes inputKey) {
        // Noise's HKDF is RFC 5869 with the chaining key as salt and an empty info.
        return Hkdf.derive(inputKey, chainingKey.expose(), NO_BYTES, 2 * KEY_BYTES);
    }

    private static SecretBytes part(SecretBytes both, int index) {
        int from = index * KEY_BYTES;
        return SecretBytes.takeOver(Arrays.copyOfRange(both.expose(), from, from + KEY_BYTES));
    }
}

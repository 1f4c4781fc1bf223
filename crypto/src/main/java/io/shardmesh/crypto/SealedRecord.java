package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.AesGcm;
import java.util.Arrays;
import java.util.Optional;

/**
 * A small record sealed with AES-256-GCM: 12 bytes of random nonce, the ciphertext, 16 bytes of
 * tag. Random nonces bound one key to 2^32 records (NIST SP 800-38D §8.3).
 */
public final class SealedRecord {
    /** Length of the key. */
    public static final int KEY_BYTES = AesGcm.KEY_BYTES;

    /** How much longer a sealed record is than its plaintext. */
    public static final int OVERHEAD_BYTES = AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES;

    private SealedRecord() {}

    /** Seals; the associated data is authenticated but not part of the result. */
    public static byte[] seal(
            SecretBytes key, byte[] associatedData, byte[] plaintext, RandomSource random) {
        Sizes.exactly(key.expose(), KEY_BYTES, "record key");
        byte[] nonce = random.bytes(AesGcm.NONCE_BYTES);
        byte[] sealed = AesGcm.seal(key.expose(), nonce, associatedData, plaintext);
        byte[] out = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, out, nonce.length, sealed.length);
        return out;
    }

    /** Opens; empty when key, associated data or any bit of the record is wrong. */
    public static Optional<byte[]> open(SecretBytes key, byte[] associatedData, byte[] sealed) {
        Sizes.exactly(key.expose(), KEY_BYTES, "record key");
        if (sealed.length < OVERHEAD_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, AesGcm.NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(sealed, AesGcm.NONCE_BYTES, sealed.length);
        return AesGcm.open(key.expose(), nonce, associatedData, body);
    }
}

package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.internal.RawKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * The JDK's ChaCha20-Poly1305 (RFC 8439) with the nonces of Noise: 4 zero bytes, then a counter.
 */
final class ChaChaCipher implements AutoCloseable {
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 12;

    private final Cipher cipher;
    private final RawKey key;

    ChaChaCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a ChaCha20 key is 32 bytes, not " + key.length);
        }
        try {
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ChaCha20-Poly1305", e);
        }
        this.key = new RawKey("ChaCha20", key);
    }

    /** The cipher, ready for one message with this counter; the mode is one of {@link Cipher}. */
    Cipher at(int mode, long counter) {
        try {
            cipher.init(mode, key, new IvParameterSpec(nonce(counter)));
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("ChaCha20-Poly1305 refused a fresh nonce", e);
        }
        return cipher;
    }

    static byte[] nonce(long counter) {
        return ByteBuffer.allocate(NONCE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(NONCE_BYTES - Long.BYTES, counter)
                .array();
    }

    @Override
    public void close() {
        key.close();
    }
}

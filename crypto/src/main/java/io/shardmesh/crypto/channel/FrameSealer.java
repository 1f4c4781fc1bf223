package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;

/**
 * The sending direction of a channel: seals frame after frame with ChaCha20-Poly1305 and a 64-bit
 * counter nonce, little-endian, from 0, no associated data. It counts for itself, so that no nonce
 * comes twice. Belongs to one thread.
 */
public final class FrameSealer implements AutoCloseable {
    /** How much longer a sealed frame is than its plaintext. */
    public static final int TAG_BYTES = ChaChaCipher.TAG_BYTES;

    private final FrameCipher cipher;
    private long counter;

    private FrameSealer(FrameCipher cipher) {
        this.cipher = cipher;
    }

    /** A sealer with counter 0; the 32-byte key is copied and stays the caller's. */
    public static FrameSealer create(SecretBytes key) {
        return new FrameSealer(FrameCiphers.create(key));
    }

    /**
     * Seals all that remains in {@code plain} as one frame into {@code out}; both positions move.
     * The buffers may be of any kind. Their bytes must be others, or begin at the same place.
     *
     * @return bytes written: those of the plaintext and the tag
     * @throws IllegalArgumentException when {@code out} has too little room; nothing is sealed then
     */
    public int seal(ByteBuffer plain, ByteBuffer out) {
        if (out.remaining() < plain.remaining() + TAG_BYTES) {
            throw new IllegalArgumentException("no room for the sealed frame");
        }
        if (counter == -1) {
            throw new IllegalStateException("all 2^64 - 1 nonces are used");
        }
        int sealedBytes = plain.remaining() + TAG_BYTES;
        cipher.seal(counter++, plain, out);
        return sealedBytes;
    }

    @Override
    public void close() {
        cipher.close();
    }
}

package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;

/**
 * The receiving direction of a channel, the other half of {@link FrameSealer}. After a frame that
 * was not authentic it stays failed: the channel has to end. Belongs to one thread.
 */
public final class FrameOpener implements AutoCloseable {
    private final FrameCipher cipher;
    private long counter;
    private boolean failed;

    private FrameOpener(FrameCipher cipher) {
        this.cipher = cipher;
    }

    /** An opener with counter 0; the 32-byte key is copied and stays the caller's. */
    public static FrameOpener create(SecretBytes key) {
        return new FrameOpener(FrameCiphers.create(key));
    }

    /**
     * Opens all that remains in {@code sealed}, which must be exactly one frame, into {@code out};
     * both positions move when it is authentic.
     *
     * @return false when it is not, then and ever after; {@code out} holds nothing of its plaintext
     * @throws IllegalArgumentException when {@code out} has too little room; nothing is opened then
     */
    public boolean open(ByteBuffer sealed, ByteBuffer out) {
        if (out.remaining() < sealed.remaining() - ChaChaCipher.TAG_BYTES) {
            throw new IllegalArgumentException("no room for the opened frame");
        }
        if (failed || counter == -1 || sealed.remaining() < ChaChaCipher.TAG_BYTES) {
            failed = true;
            return false;
        }
        failed = !cipher.open(counter++, sealed, out);
        return !failed;
    }

    @Override
    public void close() {
        cipher.close();
    }
}

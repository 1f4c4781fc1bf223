package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * The receiving direction of a channel, the other half of {@link FrameSealer}. After a frame that
 * was not authentic it stays failed: the channel has to end. Belongs to one thread.
 */
public final class FrameOpener implements AutoCloseable {
    private final ChaChaCipher cipher;
    private long counter;
    private boolean failed;

    private FrameOpener(ChaChaCipher cipher) {
        this.cipher = cipher;
    }

    /** An opener with counter 0; the 32-byte key is copied and stays the caller's. */
    public static FrameOpener create(SecretBytes key) {
        return new FrameOpener(new ChaChaCipher(Cipher.DECRYPT_MODE, key.expose()));
    }

    /**
     * Opens all that remains in {@code sealed}, which must be exactly one frame, into {@code out};
     * both positions move when it is authentic.
     *
     * @return false when it is not, then and ever after; {@code out} holds nothing of it
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
        int start = out.position();
        try {
            cipher.at(counter++).doFinal(sealed, out);
            return true;
        } catch (AEADBadTagException _) {
            failed = true;
            out.position(start);
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening a frame failed", e);
        }
    }

    @Override
    public void close() {
        cipher.close();
    }
}

package io.shardmesh.crypto.channel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/** The JDK's AEAD as a whole; fast where the JVM has machine code for Poly1305. */
final class JdkFrameCipher implements FrameCipher {
    private final ChaChaCipher cipher;

    JdkFrameCipher(byte[] key) {
        this.cipher = new ChaChaCipher(key);
    }

    @Override
    public void seal(long counter, ByteBuffer plain, ByteBuffer out) {
        try {
            cipher.at(Cipher.ENCRYPT_MODE, counter).doFinal(plain, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a frame failed", e);
        }
    }

    @Override
    public boolean open(long counter, ByteBuffer sealed, ByteBuffer out) {
        int start = out.position();
        try {
            cipher.at(Cipher.DECRYPT_MODE, counter).doFinal(sealed, out);
            return true;
        } catch (AEADBadTagException _) {
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

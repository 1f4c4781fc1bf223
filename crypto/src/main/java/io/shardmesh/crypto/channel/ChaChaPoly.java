package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * Single messages under ChaCha20-Poly1305 with associated data, for handshakes. The nonce is a
 * 64-bit counter as in {@link FrameSealer}; here the caller answers for using none twice.
 */
public final class ChaChaPoly {
    private ChaChaPoly() {}

    /** Ciphertext and tag. */
    public static byte[] seal(
            SecretBytes key, long counter, byte[] associatedData, byte[] plaintext) {
        try (ChaChaCipher chaCha = new ChaChaCipher(key.expose())) {
            Cipher cipher = chaCha.at(Cipher.ENCRYPT_MODE, counter);
            cipher.updateAAD(associatedData);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** The plaintext; empty when anything is not authentic, without saying what. */
    public static Optional<byte[]> open(
            SecretBytes key, long counter, byte[] associatedData, byte[] sealed) {
        if (sealed.length < ChaChaCipher.TAG_BYTES) {
            return Optional.empty();
        }
        try (ChaChaCipher chaCha = new ChaChaCipher(key.expose())) {
            Cipher cipher = chaCha.at(Cipher.DECRYPT_MODE, counter);
            cipher.updateAAD(associatedData);
            return Optional.of(cipher.doFinal(sealed));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }
}

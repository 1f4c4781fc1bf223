package io.shardmesh.crypto.internal;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) in one call, from the JDK; the tag stands behind the ciphertext.
 */
public final class AesGcm {
    /** Length of a key. */
    public static final int KEY_BYTES = 32;

    /** Length of the nonce that GCM takes without hashing it. */
    public static final int NONCE_BYTES = 12;

    /** Length of the tag. */
    public static final int TAG_BYTES = 16;

    private AesGcm() {}

    /** A cipher of its own, from the first provider that has one. */
    public static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Seals; the caller answers for the nonce being new under this key. */
    public static byte[] seal(byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
        try (RawKey rawKey = new RawKey("AES", key)) {
            Cipher cipher = cipher();
            cipher.init(Cipher.ENCRYPT_MODE, rawKey, parameters(nonce));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES-GCM refused valid parameters", e);
        }
    }

    /** Opens ciphertext and tag; empty when they are not authentic, without further detail. */
    public static Optional<byte[]> open(
            byte[] key, byte[] nonce, byte[] associatedData, byte[] sealed) {
        if (sealed.length < TAG_BYTES) {
            return Optional.empty();
        }
        try (RawKey rawKey = new RawKey("AES", key)) {
            Cipher cipher = cipher();
            cipher.init(Cipher.DECRYPT_MODE, rawKey, parameters(nonce));
            cipher.updateAAD(associatedData);
            return Optional.of(cipher.doFinal(sealed));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's AES-GCM refused valid parameters", e);
        }
    }

    /** Parameters for a full tag. */
    public static GCMParameterSpec parameters(byte[] nonce) {
        return new GCMParameterSpec(TAG_BYTES * 8, nonce);
    }
}

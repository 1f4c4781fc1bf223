package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.RawKey;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF with SHA-256 (RFC 5869), extract and expand in one, from the JDK. */
public final class Hkdf {
    /** RFC 5869 §2.3: at most 255 hash lengths. */
    public static final int MAX_OUTPUT_BYTES = 255 * Digest.SIZE_BYTES;

    private Hkdf() {}

    /**
     * Derives a new secret. An empty salt is the RFC's "not provided"; the input key may be empty,
     * as Noise asks for when it splits.
     *
     * @return a secret of {@code sizeBytes} bytes, to be closed by the caller
     * @throws IllegalArgumentException when the size is not 1 to {@link #MAX_OUTPUT_BYTES}
     */
    public static SecretBytes derive(
            SecretBytes inputKey, byte[] salt, byte[] info, int sizeBytes) {
        if (sizeBytes < 1 || sizeBytes > MAX_OUTPUT_BYTES) {
            throw new IllegalArgumentException("HKDF cannot give " + sizeBytes + " bytes");
        }
        try (RawKey key = new RawKey("Generic", inputKey.expose())) {
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            return SecretBytes.takeOver(hkdf.deriveData(parameters(key, salt, info, sizeBytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's HKDF refused valid parameters", e);
        }
    }

    private static AlgorithmParameterSpec parameters(
            RawKey inputKey, byte[] salt, byte[] info, int sizeBytes) {
        HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(inputKey);
        if (salt.length > 0) {
            extract.addSalt(salt);
        }
        return extract.thenExpand(info, sizeBytes);
    }
}

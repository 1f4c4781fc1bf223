package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.RawKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/** HMAC with SHA-256 (RFC 2104), from the JDK. */
public final class HmacSha256 {
    private HmacSha256() {}

    /** The code over the parts, one after the other without separators. The key is not empty. */
    public static Digest authenticate(SecretBytes key, byte[]... parts) {
        try (RawKey rawKey = new RawKey("HmacSHA256", key.expose())) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(rawKey);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return Digest.of(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's HMAC refused a valid key", e);
        }
    }

    /** Whether the code is right for these parts, compared in constant time. */
    public static boolean verify(SecretBytes key, Digest code, byte[]... parts) {
        return MessageDigest.isEqual(code.bytes(), authenticate(key, parts).bytes());
    }
}

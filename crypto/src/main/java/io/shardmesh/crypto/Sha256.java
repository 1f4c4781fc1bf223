package io.shardmesh.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), from the JDK. */
public final class Sha256 {
    private Sha256() {}

    /** The hash of the parts, one after the other without separators. */
    public static Digest hash(byte[]... parts) {
        MessageDigest sha256 = messageDigest();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return Digest.of(sha256.digest());
    }

    private static MessageDigest messageDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.Ed25519Curve;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 public key (RFC 8032). Any 32 bytes make one; when they are no point of the curve,
 * nothing verifies under it.
 */
public final class VerifyingKey implements Comparable<VerifyingKey> {
    /** Length of every key. */
    public static final int SIZE_BYTES = 32;

    private final byte[] bytes;

    private VerifyingKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key of these 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static VerifyingKey of(byte[] bytes) {
        return new VerifyingKey(Sizes.exactly(bytes, SIZE_BYTES, "verifying key").clone());
    }

    /**
     * The key written as 64 hexadecimal digits.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static VerifyingKey parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether this key's owner signed exactly this message. Never throws for foreign bytes. */
    public boolean verify(byte[] message, Signature signature) {
        return Ed25519Curve.verify(bytes, message, signature.bytes());
    }

    @Override
    public int compareTo(VerifyingKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}

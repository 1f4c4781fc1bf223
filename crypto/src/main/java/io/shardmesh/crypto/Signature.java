package io.shardmesh.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 signature (RFC 8032): 64 bytes, not yet verified. */
public final class Signature {
    /** Length of every signature. */
    public static final int SIZE_BYTES = 64;

    private final byte[] bytes;

    private Signature(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A signature of these 64 bytes, which are copied.
     *
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static Signature of(byte[] bytes) {
        return new Signature(Sizes.exactly(bytes, SIZE_BYTES, "signature").clone());
    }

    /** A copy of the 64 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
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

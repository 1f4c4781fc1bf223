package io.shardmesh.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A 256-bit hash. Which hash function made it is the business of the field that holds it. Ordered
 * as an unsigned big-endian number, shown as 64 lower-case hexadecimal digits.
 */
public final class Digest implements Comparable<Digest> {
    /** Length of every digest. */
    public static final int SIZE_BYTES = 32;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A digest of these 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static Digest of(byte[] bytes) {
        return new Digest(Sizes.exactly(bytes, SIZE_BYTES, "digest").clone());
    }

    /**
     * The digest written as 64 hexadecimal digits, of either case.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Digest parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /**
     * Reads the next 32 bytes.
     *
     * @throws java.nio.BufferUnderflowException when there are fewer
     */
    public static Digest read(ByteBuffer in) {
        byte[] bytes = new byte[SIZE_BYTES];
        in.get(bytes);
        return new Digest(bytes);
    }

    /** Writes the 32 bytes at the buffer's position. */
    public void writeTo(ByteBuffer out) {
        out.put(bytes);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
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

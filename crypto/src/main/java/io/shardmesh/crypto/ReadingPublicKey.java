package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.Secp256k1Curve;
import java.util.Arrays;
import java.util.HexFormat;

/** A reader's secp256k1 public key, to which file keys are wrapped; always a point of the curve. */
public final class ReadingPublicKey implements Comparable<ReadingPublicKey> {
    /** Length of the form that is kept, compared and shown: compressed. */
    public static final int SIZE_BYTES = Secp256k1Curve.COMPRESSED_BYTES;

    /** How much longer a sealed message is than its plaintext. */
    public static final int OVERHEAD_BYTES = Ecies.CIPHERTEXT_OFFSET;

    private final byte[] compressed;

    private ReadingPublicKey(byte[] compressed) {
        this.compressed = compressed;
    }

    /**
     * The key of a compressed (33 bytes) or uncompressed (65 bytes) point.
     *
     * @throws IllegalArgumentException when the bytes are no point of the curve
     */
    public static ReadingPublicKey of(byte[] point) {
        return new ReadingPublicKey(
                Secp256k1Curve.compressed(point)
                        .orElseThrow(
                                () -> new IllegalArgumentException("not a secp256k1 public key")));
    }

    /**
     * The key written as 66 or 130 hexadecimal digits.
     *
     * @throws IllegalArgumentException for any other text, and when it is no point of the curve
     */
    public static ReadingPublicKey parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A copy of the compressed point, 33 bytes. */
    public byte[] bytes() {
        return compressed.clone();
    }

    /**
     * Seals a message that only this key's owner can open, in the ECIES layout of docs/formats
     * sealing.md. Each call draws a new ephemeral key and nonce from the random source.
     */
    public byte[] seal(byte[] plaintext, RandomSource random) {
        return Ecies.seal(compressed, plaintext, random);
    }

    byte[] uncompressed() {
        return Secp256k1Curve.uncompressed(compressed).orElseThrow();
    }

    @Override
    public int compareTo(ReadingPublicKey other) {
        return Arrays.compareUnsigned(compressed, other.compressed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadingPublicKey that && Arrays.equals(compressed, that.compressed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(compressed);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(compressed);
    }
}

package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.Secp256k1Curve;
import java.util.Optional;

/** A reader's secp256k1 private key: opens what was sealed to its public half. */
public final class ReadingKey implements AutoCloseable {
    /** Length of the scalar, big-endian. */
    public static final int SCALAR_BYTES = Secp256k1Curve.SCALAR_BYTES;

    /** Uniform bytes that a scalar is made of, see {@link Secp256k1Curve#scalarFrom}. */
    static final int UNIFORM_BYTES = SCALAR_BYTES + 16;

    private final SecretBytes scalar;
    private final ReadingPublicKey publicKey;

    private ReadingKey(SecretBytes scalar) {
        this.scalar = scalar;
        this.publicKey = ReadingPublicKey.of(Secp256k1Curve.publicKey(scalar.expose()));
    }

    /**
     * The key of a scalar, which is copied and stays the caller's.
     *
     * @throws IllegalArgumentException when it is not 32 bytes, is zero, or not below the order
     */
    public static ReadingKey ofScalar(SecretBytes scalar) {
        Sizes.exactly(scalar.expose(), SCALAR_BYTES, "reading key");
        if (!Secp256k1Curve.isScalar(scalar.expose())) {
            throw new IllegalArgumentException("reading key is out of range");
        }
        return new ReadingKey(scalar.copy());
    }

    /** A fresh key, from 48 random bytes. */
    public static ReadingKey generate(RandomSource random) {
        try (SecretBytes uniform = SecretBytes.random(UNIFORM_BYTES, random)) {
            return ofUniform(uniform);
        }
    }

    static ReadingKey ofUniform(SecretBytes uniform) {
        Sizes.exactly(uniform.expose(), UNIFORM_BYTES, "uniform input");
        return new ReadingKey(SecretBytes.takeOver(Secp256k1Curve.scalarFrom(uniform.expose())));
    }

    /** The public half; usable after close as well. */
    public ReadingPublicKey publicKey() {
        return publicKey;
    }

    /**
     * Opens an ECIES message; empty when it was not sealed to this key or any bit of it is wrong,
     * without saying which.
     *
     * @return the plaintext, to be closed by the caller
     */
    public Optional<SecretBytes> open(byte[] eciesMessage) {
        return Ecies.open(scalar, eciesMessage);
    }

    /** A copy of the scalar, to be closed by the caller. */
    public SecretBytes scalar() {
        return scalar.copy();
    }

    @Override
    public void close() {
        scalar.close();
    }

    @Override
    public String toString() {
        return "ReadingKey(" + publicKey + ")";
    }
}

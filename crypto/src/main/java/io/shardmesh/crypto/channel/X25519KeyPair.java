package io.shardmesh.crypto.channel;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.internal.X25519Curve;
import java.util.HexFormat;
import java.util.Optional;

/** A key pair for Diffie-Hellman on Curve25519 (RFC 7748). */
public final class X25519KeyPair implements AutoCloseable {
    /** Length of scalars, public keys and shared secrets. */
    public static final int SIZE_BYTES = X25519Curve.SIZE_BYTES;

    private final SecretBytes scalar;
    private final byte[] publicKey;

    private X25519KeyPair(SecretBytes scalar) {
        this.scalar = scalar;
        this.publicKey = X25519Curve.publicKey(scalar.expose());
    }

    /** A fresh key pair from 32 random bytes. */
    public static X25519KeyPair generate(RandomSource random) {
        return new X25519KeyPair(SecretBytes.random(SIZE_BYTES, random));
    }

    /**
     * The key pair of a scalar, which is copied and stays the caller's.
     *
     * @throws IllegalArgumentException when it is not 32 bytes
     */
    public static X25519KeyPair ofScalar(SecretBytes scalar) {
        if (scalar.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("an X25519 scalar is 32 bytes");
        }
        return new X25519KeyPair(scalar.copy());
    }

    /** A copy of the 32 bytes for the other side. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * The secret shared with the owner of a public key; empty when the bytes are not 32 or the
     * secret would be all zero, which means that the other side sent a point of small order.
     *
     * @return the secret, to be closed by the caller
     */
    public Optional<SecretBytes> agree(byte[] theirPublicKey) {
        if (theirPublicKey.length != SIZE_BYTES) {
            return Optional.empty();
        }
        return X25519Curve.agree(scalar.expose(), theirPublicKey).map(SecretBytes::takeOver);
    }

    @Override
    public void close() {
        scalar.close();
    }

    @Override
    public String toString() {
        return "X25519KeyPair(" + HexFormat.of().formatHex(publicKey) + ")";
    }
}

package io.shardmesh.crypto.internal;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748 §5). */
public final class X25519Curve {
    /** Length of scalars and points. */
    public static final int SIZE_BYTES = 32;

    private X25519Curve() {}

    /** The public point of a scalar; clamping is part of it. */
    public static byte[] publicKey(byte[] scalar) {
        byte[] publicKey = new byte[SIZE_BYTES];
        X25519.scalarMultBase(scalar, 0, publicKey, 0);
        return publicKey;
    }

    /** The shared secret, or empty when it is all zero (RFC 7748 §6.1). */
    public static Optional<byte[]> agree(byte[] scalar, byte[] point) {
        byte[] shared = new byte[SIZE_BYTES];
        return X25519.calculateAgreement(scalar, 0, point, 0, shared, 0)
                ? Optional.of(shared)
                : Optional.empty();
    }
}

package io.shardmesh.crypto.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** secp256k1 (SEC 2 §2.4.1). Scalars are 32 bytes big-endian, from 1 to the order minus 1. */
public final class Secp256k1Curve {
    /** Length of a scalar. */
    public static final int SCALAR_BYTES = 32;

    /** Length of a compressed point. */
    public static final int COMPRESSED_BYTES = 33;

    /** Length of an uncompressed point. */
    public static final int UNCOMPRESSED_BYTES = 65;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private Secp256k1Curve() {}

    /** Whether these 32 bytes are a private key. */
    public static boolean isScalar(byte[] scalar) {
        BigInteger value = new BigInteger(1, scalar);
        return scalar.length == SCALAR_BYTES
                && value.signum() > 0
                && value.compareTo(CURVE.getN()) < 0;
    }

    /**
     * Maps uniform bytes to a private key: 1 + (value mod (order − 1)). With 16 bytes more than a
     * scalar the bias is below 2^-128 (FIPS 186-5 A.2.1).
     */
    public static byte[] scalarFrom(byte[] uniform) {
        BigInteger range = CURVE.getN().subtract(BigInteger.ONE);
        BigInteger scalar = new BigInteger(1, uniform).mod(range).add(BigInteger.ONE);
        byte[] minimal = scalar.toByteArray();
        byte[] out = new byte[SCALAR_BYTES];
        int count = Math.min(minimal.length, SCALAR_BYTES);
        System.arraycopy(minimal, minimal.length - count, out, SCALAR_BYTES - count, count);
        Arrays.fill(minimal, (byte) 0);
        return out;
    }

    /** The compressed public point of a private key. */
    public static byte[] publicKey(byte[] scalar) {
        return new FixedPointCombMultiplier()
                .multiply(CURVE.getG(), new BigInteger(1, scalar))
                .normalize()
                .getEncoded(true);
    }

    /** The point in both lengths, or empty when the bytes are no point of the curve. */
    public static Optional<byte[]> compressed(byte[] point) {
        return decode(point).map(decoded -> decoded.getEncoded(true));
    }

    /** The point with both coordinates, or empty when the bytes are no point of the curve. */
    public static Optional<byte[]> uncompressed(byte[] point) {
        return decode(point).map(decoded -> decoded.getEncoded(false));
    }

    /** The shared point of a private key and a point, uncompressed; empty for a bad point. */
    public static Optional<byte[]> agree(byte[] scalar, byte[] point) {
        BigInteger factor = new BigInteger(1, scalar);
        return decode(point)
                .map(decoded -> decoded.multiply(factor).normalize())
                .filter(shared -> !shared.isInfinity())
                .map(shared -> shared.getEncoded(false));
    }

    /** ECDSA over a 32-byte hash; the signature is DER and its S is in the lower half. */
    public static boolean verify(byte[] point, byte[] hash, byte[] derSignature) {
        Optional<ECPoint> decoded = decode(point);
        if (decoded.isEmpty()) {
            return false;
        }
        try {
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(CURVE.getN(), derSignature);
            if (rs[1].compareTo(CURVE.getN().shiftRight(1)) > 0) {
                return false;
            }
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, new ECPublicKeyParameters(decoded.get(), DOMAIN));
            return signer.verifySignature(hash, rs[0], rs[1]);
        } catch (IOException | IllegalArgumentException | ClassCastException _) {
            return false; // The last when the DER is well-formed, but of other types.
        }
    }

    private static Optional<ECPoint> decode(byte[] point) {
        boolean compressed =
                point.length == COMPRESSED_BYTES && (point[0] == 0x02 || point[0] == 0x03);
        boolean uncompressed = point.length == UNCOMPRESSED_BYTES && point[0] == 0x04;
        if (!compressed && !uncompressed) {
            return Optional.empty();
        }
        try {
            // Checks that the point is on the curve; the cofactor is 1, so it is in the group.
            return Optional.of(CURVE.getCurve().decodePoint(point));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

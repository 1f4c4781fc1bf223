package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.Secp256k1Curve;

/** Verifies signatures of peers whose identity key is secp256k1, which the JDK does not know. */
public final class EcdsaSecp256k1 {
    private EcdsaSecp256k1() {}

    /**
     * Whether the signature (DER, low S) over the SHA-256 of the message is right. False as well
     * for a key that is no point; never throws for foreign bytes.
     *
     * @param publicKey a point of 33 or 65 bytes
     */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] derSignature) {
        return Secp256k1Curve.verify(publicKey, Sha256.hash(message).bytes(), derSignature);
    }
}

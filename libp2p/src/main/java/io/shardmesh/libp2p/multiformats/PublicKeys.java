package io.shardmesh.libp2p.multiformats;

import io.shardmesh.crypto.EcdsaSecp256k1;
import io.shardmesh.crypto.Signature;
import io.shardmesh.crypto.VerifyingKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;

/**
 * PublicKey messages: how identities stand on the wire, and what they signed.
 *
 * <p>Our own identities are Ed25519; peers may have any of the four key types of the specification,
 * so signatures of all four are checked.
 */
public final class PublicKeys {
    private static final int ED25519_SIGNATURE_BYTES = 64;

    /** Below this an RSA identity can be forged; peers refuse such keys too. */
    private static final int MIN_RSA_BITS = 2048;

    /** Above this one signature check costs too much for a stranger to ask for. */
    private static final int MAX_RSA_BITS = 8192;

    private PublicKeys() {}

    /** The canonical PublicKey message of an Ed25519 key: 36 bytes. */
    public static byte[] encode(VerifyingKey key) {
        return new PublicKeyMessage(PublicKeyMessage.Type.ED25519, key.bytes()).encode();
    }

    /**
     * Whether {@code signature} over {@code message} was made with the key in {@code
     * publicKeyMessage}. Unusable keys and malformed signatures are just not valid.
     *
     * @throws MalformedException when {@code publicKeyMessage} is not a canonical message
     */
    public static boolean verify(byte[] publicKeyMessage, byte[] message, byte[] signature) {
        PublicKeyMessage key = PublicKeyMessage.decode(publicKeyMessage);
        return switch (key.type()) {
            case ED25519 -> verifyEd25519(key.data(), message, signature);
            case SECP256K1 -> EcdsaSecp256k1.verify(key.data(), message, signature);
            case RSA -> verifyWithJdk("RSA", "SHA256withRSA", key.data(), message, signature);
            case ECDSA -> verifyWithJdk("EC", "SHA256withECDSA", key.data(), message, signature);
        };
    }

    private static boolean verifyEd25519(byte[] key, byte[] message, byte[] signature) {
        if (signature.length != ED25519_SIGNATURE_BYTES) {
            return false;
        }
        try {
            return VerifyingKey.of(key).verify(message, Signature.of(signature));
        } catch (IllegalArgumentException notAPoint) {
            return false;
        }
    }

    private static boolean verifyWithJdk(
            String keyAlgorithm, String algorithm, byte[] key, byte[] message, byte[] signature) {
        try {
            PublicKey parsed =
                    KeyFactory.getInstance(keyAlgorithm)
                            .generatePublic(new X509EncodedKeySpec(key));
            if (parsed instanceof RSAPublicKey rsa && !isFair(rsa)) {
                return false;
            }
            var verifier = java.security.Signature.getInstance(algorithm);
            verifier.initVerify(parsed);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }

    private static boolean isFair(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        // A huge exponent makes one check as dear as a signature; deployed keys use 65537.
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && key.getPublicExponent().bitLength() <= Integer.SIZE;
    }
}

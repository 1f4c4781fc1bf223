package io.shardmesh.crypto;

import io.shardmesh.crypto.internal.AesGcm;
import io.shardmesh.crypto.internal.Secp256k1Curve;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * ECIES on secp256k1 in the layout that eciesjs 0.5, eciespy and Rust's ecies share by default:
 * ephemeral public key (65, uncompressed), nonce (16), tag (16), ciphertext. The AES-256-GCM key is
 * HKDF-SHA256 over ephemeral key and shared point, both uncompressed, without salt or info.
 */
final class Ecies {
    static final int NONCE_BYTES = 16;
    static final int NONCE_OFFSET = Secp256k1Curve.UNCOMPRESSED_BYTES;
    static final int TAG_OFFSET = NONCE_OFFSET + NONCE_BYTES;
    static final int CIPHERTEXT_OFFSET = TAG_OFFSET + AesGcm.TAG_BYTES;

    private static final byte[] NONE = {};

    private Ecies() {}

    static byte[] seal(byte[] readerPoint, byte[] plaintext, RandomSource random) {
        byte[] nonce;
        byte[] sealed;
        byte[] ephemeralPoint;
        try (ReadingKey ephemeral = ReadingKey.generate(random)) {
            nonce = random.bytes(NONCE_BYTES);
            ephemeralPoint = ephemeral.publicKey().uncompressed();
            try (SecretBytes scalar = ephemeral.scalar();
                    SecretBytes key = key(ephemeralPoint, scalar, readerPoint).orElseThrow()) {
                sealed = AesGcm.seal(key.expose(), nonce, NONE, plaintext);
            }
        }
        int tagStart = sealed.length - AesGcm.TAG_BYTES;
        return ByteBuffer.allocate(CIPHERTEXT_OFFSET + tagStart)
                .put(ephemeralPoint)
                .put(nonce)
                .put(sealed, tagStart, AesGcm.TAG_BYTES)
                .put(sealed, 0, tagStart)
                .array();
    }

    static Optional<SecretBytes> open(SecretBytes readerScalar, byte[] message) {
        if (message.length < CIPHERTEXT_OFFSET) {
            return Optional.empty();
        }
        byte[] ephemeralPoint = Arrays.copyOf(message, NONCE_OFFSET);
        Optional<SecretBytes> derived = key(ephemeralPoint, readerScalar, ephemeralPoint);
        if (derived.isEmpty()) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(message, NONCE_OFFSET, TAG_OFFSET);
        byte[] sealed =
                ByteBuffer.allocate(message.length - TAG_OFFSET)
                        .put(message, CIPHERTEXT_OFFSET, message.length - CIPHERTEXT_OFFSET)
                        .put(message, TAG_OFFSET, AesGcm.TAG_BYTES)
                        .array();
        try (SecretBytes key = derived.get()) {
            return AesGcm.open(key.expose(), nonce, NONE, sealed).map(SecretBytes::takeOver);
        }
    }

    private static Optional<SecretBytes> key(
            byte[] ephemeralPoint, SecretBytes scalar, byte[] otherPoint) {
        return Secp256k1Curve.agree(scalar.expose(), otherPoint)
                .map(shared -> {
                    byte[] both =
                            ByteBuffer.allocate(ephemeralPoint.length + shared.length)
                                    .put(ephemeralPoint)
                                    .put(shared)
                                    .array();
                    Arrays.fill(shared, (byte) 0);
                    try (SecretBytes input = SecretBytes.takeOver(both)) {
                        return Hkdf.derive(input, NONE, NONE, AesGcm.KEY_BYTES);
                    }
                });
    }
}

package io.shardmesh.crypto.seal.v1;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.internal.AesGcm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Metadata in one AES-256-GCM message: length (4 bytes), metadata, zeros up to a multiple of 256,
 * so that a holder cannot tell the length of a name. The nonce is all zeros, the key seals once.
 */
final class SealedMetadata {
    static final int STEP_BYTES = 256;
    static final int MAX_PLAIN_BYTES = 32 * 1024;

    private static final byte[] NONCE = new byte[AesGcm.NONCE_BYTES];

    private SealedMetadata() {}

    static byte[] seal(SecretBytes key, byte[] header, byte[] plain) {
        if (plain.length > MAX_PLAIN_BYTES) {
            throw new IllegalArgumentException("metadata of " + plain.length + " bytes");
        }
        int paddedBytes = Math.ceilDiv(Integer.BYTES + plain.length, STEP_BYTES) * STEP_BYTES;
        byte[] padded = ByteBuffer.allocate(paddedBytes).putInt(plain.length).put(plain).array();
        byte[] sealed = AesGcm.seal(key.expose(), NONCE, header, padded);
        Arrays.fill(padded, (byte) 0);
        return sealed;
    }

    static Optional<byte[]> open(SecretBytes key, byte[] header, byte[] sealed) {
        return AesGcm.open(key.expose(), NONCE, header, sealed).flatMap(SealedMetadata::unpadded);
    }

    /** Whoever knows the file key may have written anything here, so the length is checked. */
    private static Optional<byte[]> unpadded(byte[] padded) {
        if (padded.length < Integer.BYTES) {
            return Optional.empty();
        }
        int count = ByteBuffer.wrap(padded).getInt();
        if (count < 0 || count > Math.min(MAX_PLAIN_BYTES, padded.length - Integer.BYTES)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(padded, Integer.BYTES, Integer.BYTES + count));
    }
}

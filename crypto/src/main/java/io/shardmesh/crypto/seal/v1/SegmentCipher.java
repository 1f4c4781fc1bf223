package io.shardmesh.crypto.seal.v1;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.internal.AesGcm;
import io.shardmesh.crypto.internal.RawKey;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;

/**
 * AES-256-GCM with the nonces of segments: the index as 11 bytes big-endian, then 1 for the last
 * segment and 0 for the others. So truncating, extending and reordering all change a nonce.
 */
final class SegmentCipher implements AutoCloseable {
    private static final int INDEX_OFFSET = 3;
    private static final int FLAG_OFFSET = INDEX_OFFSET + Long.BYTES;

    private final Cipher cipher = AesGcm.cipher();
    private final int mode;
    private final RawKey key;
    private final byte[] header;

    SegmentCipher(int mode, SecretBytes key, byte[] header) {
        this.mode = mode;
        this.key = new RawKey("AES", key.expose());
        this.header = header.clone();
    }

    /** The cipher, ready for this one segment. */
    Cipher at(long segmentIndex, boolean last) {
        if (!last) {
            CipherWarmUp.onFullSegment();
        }
        byte[] nonce =
                ByteBuffer.allocate(AesGcm.NONCE_BYTES)
                        .putLong(INDEX_OFFSET, segmentIndex)
                        .put(FLAG_OFFSET, (byte) (last ? 1 : 0))
                        .array();
        try {
            cipher.init(mode, key, AesGcm.parameters(nonce));
        } catch (InvalidKeyException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("AES-GCM refused a segment's nonce", e);
        }
        cipher.updateAAD(header);
        return cipher;
    }

    @Override
    public void close() {
        key.close();
    }
}

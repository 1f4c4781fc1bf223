package io.shardmesh.crypto.seal.v1;

import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * Opens segments of one content in any order. Which segment is the last follows from the length in
 * the manifest; asking with a wrong flag fails. Belongs to one thread.
 */
public final class ContentOpener implements AutoCloseable {
    private final SegmentCipher cipher;

    ContentOpener(SecretBytes contentKey, byte[] header) {
        this.cipher = new SegmentCipher(Cipher.DECRYPT_MODE, contentKey, header);
    }

    /**
     * Opens all that remains in {@code sealed}, which must be exactly this segment, into {@code
     * out}; both positions move when it is authentic. The bytes may be foreign.
     *
     * @return false when it is not authentic: no position has moved then, and where the plaintext
     *     would have gone {@code out} may hold zeros, never anything of the plaintext
     * @throws IllegalArgumentException when {@code out} has too little room; nothing is opened then
     */
    public boolean open(long segmentIndex, boolean last, ByteBuffer sealed, ByteBuffer out) {
        if (!isPossible(segmentIndex, last, sealed.remaining())) {
            return false;
        }
        if (out.remaining() < sealed.remaining() - SealedLayout.TAG_BYTES) {
            throw new IllegalArgumentException("no room for the opened segment");
        }
        int sealedStart = sealed.position();
        int outStart = out.position();
        try {
            cipher.at(segmentIndex, last).doFinal(sealed, out);
            return true;
        } catch (AEADBadTagException _) {
            sealed.position(sealedStart);
            out.position(outStart);
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening a segment failed", e);
        }
    }

    private static boolean isPossible(long segmentIndex, boolean last, int sealedBytes) {
        if (segmentIndex < 0 || segmentIndex >= SealedLayout.MAX_SEGMENT_COUNT) {
            return false;
        }
        if (!last) {
            return sealedBytes == SealedLayout.SEGMENT_SEALED_BYTES;
        }
        int least = segmentIndex == 0 ? SealedLayout.TAG_BYTES : SealedLayout.TAG_BYTES + 1;
        return sealedBytes >= least && sealedBytes <= SealedLayout.SEGMENT_SEALED_BYTES;
    }

    @Override
    public void close() {
        cipher.close();
    }
}

package io.shardmesh.crypto.seal.v1;

import io.shardmesh.crypto.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * Seals one content segment by segment, strictly in order. It counts for itself, there is one per
 * file key, and a failure ends it; so nothing is ever sealed twice under one key. Belongs to one
 * thread.
 */
public final class ContentSealer implements AutoCloseable {
    private final SegmentCipher cipher;
    private long segmentIndex;
    private boolean ended;

    ContentSealer(SecretBytes contentKey, byte[] header) {
        this.cipher = new SegmentCipher(Cipher.ENCRYPT_MODE, contentKey, header);
    }

    /**
     * Seals all that remains in {@code plain} as the next segment into {@code out}; both positions
     * move. Buffers of any kind that do not overlap.
     *
     * @param last whether this is the end of the content; every other segment is full, and the last
     *     is empty only when it is the only one
     * @return bytes written: those of the plaintext and the tag
     * @throws IllegalArgumentException for a wrong length or too little room; nothing is sealed
     *     then, and the sealer stays as it was
     * @throws IllegalStateException after the last segment, after close, after a failure
     */
    public int seal(ByteBuffer plain, boolean last, ByteBuffer out) {
        checkOpen();
        checkLength(plain.remaining(), last);
        if (out.remaining() < plain.remaining() + SealedLayout.TAG_BYTES) {
            throw new IllegalArgumentException("no room for the sealed segment");
        }
        ended = true; // Until it went well: a segment that failed half-way must not be tried again.
        int written = encrypt(plain, last, out);
        segmentIndex++;
        ended = last;
        return written;
    }

    /** Segments sealed so far. */
    public long segmentCount() {
        return segmentIndex;
    }

    private int encrypt(ByteBuffer plain, boolean last, ByteBuffer out) {
        try {
            return cipher.at(segmentIndex, last).doFinal(plain, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing a segment failed", e);
        }
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("nothing may be sealed after the end of the content");
        }
        if (segmentIndex == SealedLayout.MAX_SEGMENT_COUNT) {
            throw new IllegalStateException("content has more than 2^32 segments");
        }
    }

    private void checkLength(int plainBytes, boolean last) {
        boolean full = plainBytes == SealedLayout.SEGMENT_PLAIN_BYTES;
        boolean shortEnd = plainBytes > 0 && plainBytes < SealedLayout.SEGMENT_PLAIN_BYTES;
        boolean onlyAndEmpty = plainBytes == 0 && segmentIndex == 0;
        if (!full && !(last && (shortEnd || onlyAndEmpty))) {
            throw new IllegalArgumentException(
                    (last ? "last segment of " : "segment of ") + plainBytes + " bytes");
        }
    }

    @Override
    public void close() {
        ended = true;
        cipher.close();
    }
}

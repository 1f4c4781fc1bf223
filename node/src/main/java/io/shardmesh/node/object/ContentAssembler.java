package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.ContentOpener;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Opens an object's sealed bytes in order, from a segment on, and drops what is not wanted of the
 * plain bytes: padding, and what lies before and behind a range. Called from one thread at a time.
 */
final class ContentAssembler {
    private final ContentOpener opener;
    private final String subject;
    private final long sealedBytes;
    private final long sealedEnd;
    private long skippedBytesLeft;
    private long plainBytesLeft;
    private long openedEnd;
    private long segmentIndex;

    /** The beginning of a segment that lies in two pieces. */
    private final ByteBuffer carry = ByteBuffer.allocate(SealedLayout.SEGMENT_SEALED_BYTES);

    private ByteBuffer plain = ByteBuffer.allocate(0);

    /**
     * Begins.
     *
     * @param sealedBytes length of the whole sealed content
     * @param wanted what is opened and given out of it
     */
    ContentAssembler(ContentOpener opener, String subject, long sealedBytes, ContentRange wanted) {
        this.opener = opener;
        this.subject = subject;
        this.sealedBytes = sealedBytes;
        this.sealedEnd = wanted.sealedEnd();
        this.skippedBytesLeft = wanted.skippedBytes();
        this.plainBytesLeft = wanted.plainBytes();
        this.openedEnd = wanted.sealedStart();
        this.segmentIndex = wanted.firstSegment();
    }

    /**
     * Takes the next sealed bytes and gives the plain bytes that can be opened by now, in a buffer
     * that is used again by the next call.
     *
     * @throws FailureException {@code DAMAGED} when a segment is not what its owner sealed
     */
    ByteBuffer open(List<ByteBuffer> sealed) {
        int count = carry.position() + sealed.stream().mapToInt(ByteBuffer::remaining).sum();
        if (plain.capacity() < count) {
            plain = ByteBuffer.allocate(count);
        }
        plain.clear();
        sealed.forEach(piece -> openPiece(piece.duplicate()));
        plain.flip();
        int skipped = (int) Math.min(plain.remaining(), skippedBytesLeft);
        skippedBytesLeft -= skipped;
        plain.position(skipped);
        plain.limit(skipped + (int) Math.min(plain.remaining(), plainBytesLeft));
        plainBytesLeft -= plain.remaining();
        return plain;
    }

    private void openPiece(ByteBuffer in) {
        while (in.hasRemaining()) {
            int length = (int) Math.min(sealedBytes - openedEnd, SealedLayout.SEGMENT_SEALED_BYTES);
            int missing = length - carry.position();
            if (carry.position() == 0 && in.remaining() >= length) {
                openSegment(in.slice(in.position(), length));
                in.position(in.position() + length);
            } else {
                int taken = Math.min(missing, in.remaining());
                carry.put(in.slice(in.position(), taken));
                in.position(in.position() + taken);
                if (taken == missing) {
                    openSegment(carry.flip());
                    carry.clear();
                }
            }
        }
    }

    /** Whether every wanted byte has been given out and what goes with it was authentic. */
    boolean complete() {
        return plainBytesLeft == 0 && openedEnd == sealedEnd;
    }

    private void openSegment(ByteBuffer segment) {
        openedEnd += segment.remaining();
        if (!opener.open(segmentIndex++, openedEnd == sealedBytes, segment, plain)) {
            throw new FailureException(
                    new Failure(
                            FailureKind.DAMAGED,
                            "open",
                            subject,
                            "its content is not what its owner sealed"));
        }
    }
}

package io.shardmesh.node.object;

import io.shardmesh.crypto.seal.v1.ContentOpener;
import io.shardmesh.crypto.seal.v1.SealedLayout;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;

/**
 * Opens an object's sealed bytes in order and drops the padding. Called from one thread at a time.
 */
final class ContentAssembler {
    private final ContentOpener opener;
    private final String subject;
    private final long sealedBytes;
    private long plainBytesLeft;
    private long openedBytes;
    private long segmentIndex;
    private ByteBuffer carry = ByteBuffer.allocate(0);

    ContentAssembler(ContentOpener opener, String subject, long sealedBytes, long plainBytes) {
        this.opener = opener;
        this.subject = subject;
        this.sealedBytes = sealedBytes;
        this.plainBytesLeft = plainBytes;
    }

    /**
     * Takes the next sealed bytes and gives the plain bytes that can be opened by now.
     *
     * @throws FailureException {@code DAMAGED} when a segment is not what its owner sealed
     */
    ByteBuffer open(ByteBuffer sealed) {
        ByteBuffer in = join(sealed);
        ByteBuffer plain = ByteBuffer.allocate(in.remaining());
        while (in.hasRemaining()) {
            int length =
                    (int) Math.min(sealedBytes - openedBytes, SealedLayout.SEGMENT_SEALED_BYTES);
            if (in.remaining() < length) {
                break;
            }
            openSegment(in.slice(in.position(), length), plain);
            in.position(in.position() + length);
        }
        carry = ByteBuffer.allocate(in.remaining()).put(in).flip();
        plain.flip();
        plain.limit((int) Math.min(plain.limit(), plainBytesLeft));
        plainBytesLeft -= plain.remaining();
        return plain;
    }

    /** Whether every byte of the true size has been given out. */
    boolean complete() {
        return plainBytesLeft == 0 && openedBytes == sealedBytes;
    }

    private ByteBuffer join(ByteBuffer sealed) {
        if (!carry.hasRemaining()) {
            return sealed;
        }
        return ByteBuffer.allocate(carry.remaining() + sealed.remaining())
                .put(carry)
                .put(sealed)
                .flip();
    }

    private void openSegment(ByteBuffer segment, ByteBuffer plain) {
        openedBytes += segment.remaining();
        if (!opener.open(segmentIndex++, openedBytes == sealedBytes, segment, plain)) {
            throw new FailureException(
                    new Failure(
                            FailureKind.DAMAGED,
                            "open",
                            subject,
                            "its content is not what its owner sealed"));
        }
    }
}

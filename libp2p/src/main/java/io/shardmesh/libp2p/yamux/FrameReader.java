package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives, in pieces of any size, into headers and payload. Only a header is ever
 * collected; payload is handed on as it comes.
 */
final class FrameReader {
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    private @Nullable Frame underWay;
    private long missingBytes;

    /** The frame whose payload comes next, or null when a header does. */
    @Nullable Frame underWay() {
        return underWay;
    }

    /**
     * Reads on in a header.
     *
     * @return the frame, once its header is complete; null before
     */
    @Nullable Frame readHeader(ByteBuffer in) {
        while (header.hasRemaining() && in.hasRemaining()) {
            header.put(in.get());
        }
        if (header.hasRemaining()) {
            return null;
        }
        Frame frame = Frame.read(header.flip());
        header.clear();
        if (frame.type() == Frame.DATA && frame.length() > 0) {
            underWay = frame;
            missingBytes = frame.length();
        }
        return frame;
    }

    /** What there is of the payload under way, as a view; {@link #underWay} ends with its last. */
    ByteBuffer readPayload(ByteBuffer in) {
        int bytes = (int) Math.min(missingBytes, in.remaining());
        ByteBuffer part = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        missingBytes -= bytes;
        if (missingBytes == 0) {
            underWay = null;
        }
        return part;
    }
}

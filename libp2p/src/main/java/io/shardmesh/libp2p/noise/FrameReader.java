package io.shardmesh.libp2p.noise;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds frames (2-byte big-endian length, then the bytes) in pieces of any size.
 *
 * <p>A frame that lies whole in the input is given as a view of it; only one that is split over
 * inputs is put together in a buffer of at most one frame.
 */
final class FrameReader {
    static final int LENGTH_BYTES = 2;
    static final int MAX_FRAME_BYTES = 65535;

    private final ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
    private ByteBuffer partial = ByteBuffer.allocate(0);

    /** The stated length of the next frame, when it is known; a frame may be refused by it. */
    int expectedBytes(ByteBuffer in) {
        while (length.hasRemaining() && in.hasRemaining()) {
            length.put(in.get());
        }
        return length.hasRemaining() ? -1 : length.getShort(0) & 0xffff;
    }

    /**
     * The next frame, or empty when {@code in} is used up before its end.
     *
     * @return a view that is valid as long as {@code in} is not changed
     */
    Optional<ByteBuffer> read(ByteBuffer in) {
        int frameBytes = expectedBytes(in);
        if (frameBytes < 0) {
            return Optional.empty();
        }
        if (partial.position() == 0 && in.remaining() >= frameBytes) {
            length.clear();
            ByteBuffer frame = in.slice(in.position(), frameBytes);
            in.position(in.position() + frameBytes);
            return Optional.of(frame);
        }
        return readPartial(in, frameBytes);
    }

    private Optional<ByteBuffer> readPartial(ByteBuffer in, int frameBytes) {
        if (partial.position() == 0) {
            partial = ByteBuffer.allocate(frameBytes);
        }
        int bytes = Math.min(in.remaining(), partial.remaining());
        partial.put(in.slice(in.position(), bytes));
        in.position(in.position() + bytes);
        if (partial.hasRemaining()) {
            return Optional.empty();
        }
        ByteBuffer frame = partial.flip();
        length.clear();
        partial = ByteBuffer.allocate(0);
        return Optional.of(frame);
    }
}

package io.shardmesh.libp2p.noise;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames (2-byte big-endian length, then the bytes) in pieces of any size, and gives each in
 * memory of its own, in which it can be decrypted.
 */
final class FrameReader {
    static final int LENGTH_BYTES = 2;
    static final int MAX_FRAME_BYTES = 65535;

    private final ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
    private @Nullable ByteBuffer begun;

    /** The stated length of the next frame, when it is known; a frame may be refused by it. */
    int expectedBytes(ByteBuffer in) {
        while (length.hasRemaining() && in.hasRemaining()) {
            length.put(in.get());
        }
        return length.hasRemaining() ? -1 : length.getShort(0) & 0xffff;
    }

    /** The next frame, or empty when {@code in} is used up before its end. */
    Optional<ByteBuffer> read(ByteBuffer in) {
        int frameBytes = expectedBytes(in);
        if (frameBytes < 0) {
            return Optional.empty();
        }
        ByteBuffer frame = begun == null ? ByteBuffer.allocate(frameBytes) : begun;
        int bytes = Math.min(in.remaining(), frame.remaining());
        frame.put(frame.position(), in, in.position(), bytes);
        frame.position(frame.position() + bytes);
        in.position(in.position() + bytes);
        if (frame.hasRemaining()) {
            begun = frame;
            return Optional.empty();
        }
        begun = null;
        length.clear();
        return Optional.of(frame.flip());
    }
}

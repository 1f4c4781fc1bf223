package io.shardmesh.erasure.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of one block that is at hand, as an array and where it begins there: the buffer's own
 * array, or a copy for buffers without one that may be used. Without a buffer it is all zeros when
 * read, and lost when written. A copy has room for {@code stageBytes}. Used by one call alone.
 */
final class Piece {

    /** What is read and written through the copy; null when there is none, or no buffer. */
    private final @Nullable ByteBuffer staged;

    /** Where the block begins in its own array, or -1 for a copy, which begins at each piece. */
    private final int start;

    final byte[] array;
    int offset;

    Piece(@Nullable ByteBuffer buffer, int stageBytes) {
        if (buffer != null && buffer.hasArray()) {
            staged = null;
            array = buffer.array();
            start = buffer.arrayOffset() + buffer.position();
        } else {
            staged = buffer;
            array = new byte[stageBytes];
            start = -1;
        }
    }

    /** Points to these bytes of the block, with their content. */
    void load(int from, int count) {
        moveTo(from);
        if (staged != null) {
            staged.get(staged.position() + from, array, 0, count);
        }
    }

    /** Points to these bytes of the block, all zeros. */
    void clear(int from, int count) {
        moveTo(from);
        Arrays.fill(array, offset, offset + count, (byte) 0);
    }

    /** Writes what was staged into the block. */
    void store(int from, int count) {
        if (staged != null) {
            staged.put(staged.position() + from, array, 0, count);
        }
    }

    private void moveTo(int from) {
        offset = start < 0 ? 0 : start + from;
    }
}

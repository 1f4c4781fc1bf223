package io.shardmesh.erasure;

import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Stripes for tests. */
final class Blocks {

    private Blocks() {}

    static ByteBuffer[] random(long seed, int count, int sizeBytes) {
        var random = new Random(seed);
        var blocks = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[sizeBytes];
            random.nextBytes(bytes);
            blocks[i] = ByteBuffer.wrap(bytes);
        }
        return blocks;
    }

    static ByteBuffer[] empty(int count, int sizeBytes) {
        var blocks = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            blocks[i] = ByteBuffer.allocate(sizeBytes);
        }
        return blocks;
    }

    /** The same content in direct buffers that start in the middle of a larger one. */
    static ByteBuffer[] direct(ByteBuffer[] blocks) {
        var copies = new ByteBuffer[blocks.length];
        for (int i = 0; i < blocks.length; i++) {
            int sizeBytes = blocks[i].remaining();
            var copy = ByteBuffer.allocateDirect(sizeBytes + 7).position(3).limit(3 + sizeBytes);
            copies[i] = copy.put(copy.position(), blocks[i], blocks[i].position(), sizeBytes);
        }
        return copies;
    }

    static ByteBuffer[] concat(ByteBuffer[] first, ByteBuffer[] second) {
        var all = new ByteBuffer[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** All blocks of a stripe with random data. */
    static ByteBuffer[] stripe(ErasureCode code, long seed, int sizeBytes) {
        var data = random(seed, code.scheme().data(), sizeBytes);
        var parity = empty(code.scheme().parity(), sizeBytes);
        code.encode(data, parity);
        return concat(data, parity);
    }

    /** The stripe after the loss of those blocks. */
    static @Nullable ByteBuffer[] without(ByteBuffer[] stripe, int... missing) {
        var blocks = new @Nullable ByteBuffer[stripe.length];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = stripe[i];
        }
        for (int index : missing) {
            blocks[index] = null;
        }
        return blocks;
    }
}

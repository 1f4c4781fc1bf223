package io.shardmesh.node.benchmark;

import java.util.Random;

/** More blocks than the caches of a processor hold, taken in turn. */
final class Ring {
    static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCK_COUNT = 64;

    private final byte[][] blocks = new byte[BLOCK_COUNT][BLOCK_BYTES];
    private int next;

    Ring() {
        Random random = new Random(1);
        for (byte[] block : blocks) {
            random.nextBytes(block);
        }
    }

    byte[] next() {
        next = (next + 1) % BLOCK_COUNT;
        return blocks[next];
    }
}

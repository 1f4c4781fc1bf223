package io.shardmesh.crypto.blake3;

/**
 * How an input falls into blocks. Blocks are aligned and a power of two of chunks long, so each is
 * one subtree of BLAKE3, and the tree above them pairs neighbours level by level, a last one
 * without neighbour moving up as it is.
 */
record BlockShape(long totalBytes, int blockBytes) {
    static final int MIN_BLOCK_BYTES = Kernel.CHUNK_BYTES;

    BlockShape {
        if (blockBytes < MIN_BLOCK_BYTES || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException(
                    "block size must be a power of two of at least 1024, is " + blockBytes);
        }
        if (totalBytes < 0) {
            throw new IllegalArgumentException("negative length: " + totalBytes);
        }
    }

    /** At least 1: an empty input is one empty block. */
    long blockCount() {
        return Math.max(1, Math.ceilDiv(totalBytes, (long) blockBytes));
    }

    boolean hasBlock(long blockIndex) {
        return blockIndex >= 0 && blockIndex < blockCount();
    }

    int blockBytesAt(long blockIndex) {
        return (int) Math.min(blockBytes, totalBytes - blockIndex * blockBytes);
    }

    long firstChunk(long blockIndex) {
        return blockIndex * (blockBytes / Kernel.CHUNK_BYTES);
    }
}

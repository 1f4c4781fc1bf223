package io.shardmesh.crypto.blake3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Hashes an input of any length and keeps the chaining value of each of its blocks, 32 bytes each.
 * The root is the plain BLAKE3 of the whole. Belongs to one thread; finish ends it.
 */
public final class BlockHasher {
    private final TreeHasher block = new TreeHasher(Blake3.KERNEL);
    private final ByteArrayOutputStream chainingValues = new ByteArrayOutputStream();
    private final int blockBytes;
    private long totalBytes;
    private int bytesInBlock;
    private long blockIndex;
    private boolean finished;

    private BlockHasher(int blockBytes) {
        this.blockBytes = new BlockShape(0, blockBytes).blockBytes();
    }

    /**
     * A hasher for blocks of this size.
     *
     * @throws IllegalArgumentException when it is not a power of two of at least 1,024
     */
    public static BlockHasher create(int blockBytes) {
        return new BlockHasher(blockBytes);
    }

    /** Takes in all that remains in the buffer and moves its position to the limit. */
    public void update(ByteBuffer in) {
        checkOpen();
        totalBytes = Math.addExact(totalBytes, in.remaining());
        int limit = in.limit();
        while (in.hasRemaining()) {
            if (bytesInBlock == blockBytes) {
                nextBlock();
            }
            int count = Math.min(in.remaining(), blockBytes - bytesInBlock);
            in.limit(in.position() + count);
            block.update(in);
            in.limit(limit);
            bytesInBlock += count;
        }
    }

    /** Bytes taken in so far. */
    public long totalBytes() {
        return totalBytes;
    }

    /** The tree over all that came in. */
    public BlockTree finish() {
        checkOpen();
        finished = true;
        chainingValues.writeBytes(block.finish(blockIndex == 0));
        return BlockTree.of(totalBytes, blockBytes, chainingValues.toByteArray());
    }

    // A full block is finished only when a byte behind it arrives: it might have been the root.
    private void nextBlock() {
        chainingValues.writeBytes(block.finish(false));
        blockIndex++;
        block.restart(new BlockShape(totalBytes, blockBytes).firstChunk(blockIndex));
        bytesInBlock = 0;
    }

    private void checkOpen() {
        if (finished) {
            throw new IllegalStateException("block hasher was finished");
        }
    }
}

package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The lowest part of the path of one chunk, 1,024 bytes, in the tree of a whole input: from the
 * chunk up to its block. With the block's own path behind it, {@link BlockPath#verify} takes it as
 * the path of a block of {@link #CHUNK_BYTES} (BLAKE3 paper §2.1: a subtree hashes the same
 * wherever it is computed).
 */
public final class ChunkPath {
    /** Length of every chunk but the last. */
    public static final int CHUNK_BYTES = Kernel.CHUNK_BYTES;

    private ChunkPath() {}

    /**
     * The siblings from the chunk up to the block, 32 bytes each. Costs one hashing of the block.
     *
     * @param block what remains is the whole block; its position does not move
     * @param firstChunk number of the block's first chunk in the whole input, a multiple of the
     *     block's length in chunks when it is not the last block
     * @param chunk which chunk of the block
     * @throws IndexOutOfBoundsException when the block has no such chunk
     */
    public static byte[] within(ByteBuffer block, long firstChunk, int chunk) {
        int count = Math.max(1, Math.ceilDiv(block.remaining(), CHUNK_BYTES));
        if (chunk < 0 || chunk >= count) {
            throw new IndexOutOfBoundsException("no chunk " + chunk + " of " + count);
        }
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        TreeHasher hasher = new TreeHasher(Blake3.KERNEL);
        for (int span = 1; span < count; span *= 2) {
            int sibling = (chunk / span ^ 1) * span;
            if (sibling < count) {
                path.writeBytes(subtree(hasher, block, firstChunk, sibling, span));
            }
        }
        return path.toByteArray();
    }

    private static byte[] subtree(
            TreeHasher hasher, ByteBuffer block, long firstChunk, int from, int span) {
        int start = from * CHUNK_BYTES;
        int length = Math.min(span * CHUNK_BYTES, block.remaining() - start);
        hasher.restart(firstChunk + from);
        hasher.update(block.slice(block.position() + start, length));
        return hasher.finish(false);
    }

    /** How many bytes the whole path of any chunk has at most, for an input of this length. */
    public static int maxBytes(long totalBytes) {
        long count = new BlockShape(totalBytes, CHUNK_BYTES).blockCount();
        return (Long.SIZE - Long.numberOfLeadingZeros(count - 1)) * Digest.SIZE_BYTES;
    }
}

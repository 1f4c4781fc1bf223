package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * BLAKE3's tree above the blocks of an input: gives the root and, for each block, the path that
 * proves it. Immutable. Takes 64 bytes of memory per block.
 *
 * <p>With a single block there is nothing above it: its 32 bytes are the root itself.
 */
public final class BlockTree {
    private final BlockShape shape;

    /** From the blocks up to the root; level n+1 has half as many nodes as level n, rounded up. */
    private final List<byte[]> levels;

    private BlockTree(BlockShape shape, List<byte[]> levels) {
        this.shape = shape;
        this.levels = levels;
    }

    /**
     * The tree over chaining values that were kept, in block order, 32 bytes each.
     *
     * @throws IllegalArgumentException when their number does not fit the length
     */
    public static BlockTree of(long totalBytes, int blockBytes, byte[] chainingValues) {
        BlockShape shape = new BlockShape(totalBytes, blockBytes);
        if (chainingValues.length != Math.multiplyExact(shape.blockCount(), Digest.SIZE_BYTES)) {
            throw new IllegalArgumentException(
                    chainingValues.length + " bytes do not fit " + shape.blockCount() + " blocks");
        }
        List<byte[]> levels = new ArrayList<>();
        levels.add(chainingValues.clone());
        while (levels.getLast().length > Digest.SIZE_BYTES) {
            levels.add(levelAbove(levels.getLast()));
        }
        return new BlockTree(shape, List.copyOf(levels));
    }

    /** BLAKE3 of the whole input. */
    public Digest root() {
        return Digest.of(levels.getLast());
    }

    /** Length of the input. */
    public long totalBytes() {
        return shape.totalBytes();
    }

    /** Length of every block but the last. */
    public int blockBytes() {
        return shape.blockBytes();
    }

    /** Number of blocks; an empty input has one empty block. */
    public long blockCount() {
        return shape.blockCount();
    }

    /** A copy of all blocks' chaining values, from which {@link #of} makes this tree again. */
    public byte[] chainingValues() {
        return levels.getFirst().clone();
    }

    /**
     * The siblings from the block up to the root, 32 bytes each; empty for a single block.
     *
     * @throws IndexOutOfBoundsException when there is no such block
     */
    public byte[] path(long blockIndex) {
        if (!shape.hasBlock(blockIndex)) {
            throw new IndexOutOfBoundsException("no block " + blockIndex);
        }
        byte[] path = new byte[(levels.size() - 1) * Digest.SIZE_BYTES];
        int pathBytes = 0;
        int node = (int) blockIndex;
        for (byte[] level : levels) {
            int sibling = (node ^ 1) * Digest.SIZE_BYTES;
            if (sibling < level.length) {
                System.arraycopy(level, sibling, path, pathBytes, Digest.SIZE_BYTES);
                pathBytes += Digest.SIZE_BYTES;
            }
            node >>= 1;
        }
        return Arrays.copyOf(path, pathBytes);
    }

    private static byte[] levelAbove(byte[] level) {
        int nodes = level.length / Digest.SIZE_BYTES;
        byte[] above = new byte[(nodes + 1) / 2 * Digest.SIZE_BYTES];
        for (int left = 0; left < nodes; left += 2) {
            int from = left * Digest.SIZE_BYTES;
            byte[] node =
                    left + 1 < nodes
                            ? TreeHasher.parent(Blake3.KERNEL, level, from, nodes == 2)
                            : Arrays.copyOfRange(level, from, level.length);
            System.arraycopy(node, 0, above, from / 2, Digest.SIZE_BYTES);
        }
        return above;
    }
}

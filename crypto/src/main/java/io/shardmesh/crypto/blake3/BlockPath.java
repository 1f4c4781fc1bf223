package io.shardmesh.crypto.blake3;

import io.shardmesh.crypto.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** Verifies one block against the BLAKE3 of the whole, without the other blocks. */
public final class BlockPath {
    private BlockPath() {}

    /**
     * Whether the block is the one at this index of the input with this root. The length and block
     * size are trusted (they come from a signed manifest); index, block and path may be foreign and
     * never make this throw. A wrong length is only noticed where it changes this block or its
     * place in the tree.
     *
     * @param block what remains is the block; its position does not move
     * @param path siblings from the block up, as {@link BlockTree#path} gives them
     */
    public static boolean verify(
            Digest root,
            long totalBytes,
            int blockBytes,
            long blockIndex,
            ByteBuffer block,
            byte[] path) {
        BlockShape shape = new BlockShape(totalBytes, blockBytes);
        if (!shape.hasBlock(blockIndex)
                || block.remaining() != shape.blockBytesAt(blockIndex)
                || path.length != pathBytes(shape, blockIndex)) {
            return false;
        }
        TreeHasher hasher = new TreeHasher(Blake3.KERNEL);
        hasher.restart(shape.firstChunk(blockIndex));
        hasher.update(block.duplicate());
        byte[] node = hasher.finish(shape.blockCount() == 1);
        return MessageDigest.isEqual(climb(shape, blockIndex, node, path), root.bytes());
    }

    private static byte[] climb(BlockShape shape, long blockIndex, byte[] block, byte[] path) {
        byte[] node = block;
        byte[] children = new byte[2 * Digest.SIZE_BYTES];
        long index = blockIndex;
        int used = 0;
        for (long count = shape.blockCount(); count > 1; count = (count + 1) / 2, index /= 2) {
            if ((index ^ 1) >= count) {
                continue; // The last of an odd number moves up as it is.
            }
            int own = (index & 1) == 0 ? 0 : Digest.SIZE_BYTES;
            System.arraycopy(node, 0, children, own, Digest.SIZE_BYTES);
            System.arraycopy(path, used, children, Digest.SIZE_BYTES - own, Digest.SIZE_BYTES);
            used += Digest.SIZE_BYTES;
            node = TreeHasher.parent(Blake3.KERNEL, children, 0, count == 2);
        }
        return Arrays.copyOf(node, Digest.SIZE_BYTES);
    }

    private static int pathBytes(BlockShape shape, long blockIndex) {
        int siblings = 0;
        long index = blockIndex;
        for (long count = shape.blockCount(); count > 1; count = (count + 1) / 2, index /= 2) {
            siblings += (index ^ 1) < count ? 1 : 0;
        }
        return siblings * Digest.SIZE_BYTES;
    }
}

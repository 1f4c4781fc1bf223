package io.shardmesh.crypto.blake3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SeededRandom;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlockPathProperties {
    @Property(tries = 60)
    void verify_everyBlockOfAnyInput_isTrue(
            @ForAll @IntRange(max = 60_000) int count,
            @ForAll @IntRange(max = 3) int sizeExponent) {
        byte[] input = new SeededRandom(count).bytes(count);
        BlockTree tree = tree(input, 1024 << sizeExponent);
        assertEquals(Blake3.hash(input), tree.root());
        for (long block = 0; block < tree.blockCount(); block++) {
            assertTrue(verifies(tree, block, block(input, tree, block), tree.path(block)));
        }
    }

    @Property(tries = 60)
    void within_withThePathOfItsBlock_provesEveryChunk(
            @ForAll @IntRange(min = 1, max = 60_000) int count,
            @ForAll @IntRange(max = 4) int sizeExponent) {
        byte[] input = new SeededRandom(count).bytes(count);
        int blockBytes = 1024 << sizeExponent;
        BlockTree tree = tree(input, blockBytes);
        for (int at = 0; at < count; at += ChunkPath.CHUNK_BYTES) {
            long block = at / blockBytes;
            byte[] within =
                    ChunkPath.within(
                            ByteBuffer.wrap(block(input, tree, block)),
                            block * (blockBytes / ChunkPath.CHUNK_BYTES),
                            at % blockBytes / ChunkPath.CHUNK_BYTES);
            ByteBuffer path = ByteBuffer.allocate(ChunkPath.maxBytes(count));
            path.put(within).put(tree.path(block));
            assertTrue(
                    BlockPath.verify(
                            tree.root(),
                            count,
                            ChunkPath.CHUNK_BYTES,
                            at / ChunkPath.CHUNK_BYTES,
                            ByteBuffer.wrap(input, at, Math.min(1024, count - at)),
                            Arrays.copyOf(path.array(), path.position())));
        }
    }

    @Property(tries = 60)
    void of_keptChainingValues_isTheSameTree(@ForAll @IntRange(max = 60_000) int count) {
        BlockTree tree = tree(new SeededRandom(count).bytes(count), 2048);
        BlockTree again = BlockTree.of(count, 2048, tree.chainingValues());
        assertEquals(tree.root(), again.root());
        long last = tree.blockCount() - 1;
        assertEquals(ByteBuffer.wrap(tree.path(last)), ByteBuffer.wrap(again.path(last)));
    }

    @Property(tries = 200)
    void verify_anyFlippedBitOfBlockOrPathOrRoot_isFalse(
            @ForAll @IntRange(min = 1, max = 30_000) int count,
            @ForAll @IntRange(max = 1 << 20) int choice,
            @ForAll @IntRange(max = 1 << 20) int bit) {
        byte[] input = new SeededRandom(count).bytes(count);
        BlockTree tree = tree(input, 1024);
        long index = choice % tree.blockCount();
        byte[] block = block(input, tree, index);
        byte[] path = tree.path(index);
        assertFalse(verifies(tree, index, flipped(block, bit), path));
        if (path.length > 0) {
            assertFalse(verifies(tree, index, block, flipped(path, bit)));
        }
        BlockTree other = tree(flipped(input, bit), 1024);
        assertFalse(verifies(other, index, block, path));
    }

    @Property(tries = 200)
    void verify_anyOtherIndex_isFalse(
            @ForAll @IntRange(min = 1, max = 30_000) int count,
            @ForAll @IntRange(max = 1 << 20) int choice,
            @ForAll @IntRange(min = -3, max = 33) int otherIndex) {
        byte[] input = new SeededRandom(count).bytes(count);
        BlockTree tree = tree(input, 1024);
        long index = choice % tree.blockCount();
        if (otherIndex != index) {
            byte[] block = block(input, tree, index);
            assertFalse(verifies(tree, otherIndex, block, tree.path(index)));
        }
    }

    @Property(tries = 200)
    void verify_otherLengthOfBlockOrPath_isFalse(
            @ForAll @IntRange(min = 1, max = 30_000) int count,
            @ForAll @IntRange(max = 1 << 20) int choice) {
        byte[] input = new SeededRandom(count).bytes(count);
        BlockTree tree = tree(input, 1024);
        long index = choice % tree.blockCount();
        byte[] block = block(input, tree, index);
        byte[] path = tree.path(index);
        assertFalse(verifies(tree, index, Arrays.copyOf(block, block.length - 1), path));
        assertFalse(verifies(tree, index, Arrays.copyOf(block, block.length + 1), path));
        assertFalse(verifies(tree, index, block, Arrays.copyOf(path, path.length + 32)));
        assertFalse(verifies(tree, index, block, Arrays.copyOf(path, path.length + 1)));
        if (path.length > 0) {
            assertFalse(verifies(tree, index, block, Arrays.copyOf(path, path.length - 32)));
        }
    }

    /**
     * A wrong total shows where it changes the block's length or its depth; here the last block.
     */
    @Property(tries = 200)
    void verify_lastBlockWithOtherTotal_isFalse(
            @ForAll @IntRange(min = 1, max = 30_000) int count,
            @ForAll @IntRange(min = 0, max = 31_000) int otherTotal) {
        byte[] input = new SeededRandom(count).bytes(count);
        BlockTree tree = tree(input, 1024);
        long index = tree.blockCount() - 1;
        ByteBuffer block = ByteBuffer.wrap(block(input, tree, index));
        byte[] path = tree.path(index);
        if (otherTotal != count && (otherTotal % 1024 != count % 1024 || path.length == 0)) {
            assertFalse(BlockPath.verify(tree.root(), otherTotal, 1024, index, block, path));
        }
    }

    private static boolean verifies(BlockTree tree, long index, byte[] block, byte[] path) {
        return BlockPath.verify(
                tree.root(),
                tree.totalBytes(),
                tree.blockBytes(),
                index,
                ByteBuffer.wrap(block),
                path);
    }

    private static BlockTree tree(byte[] input, int blockBytes) {
        BlockHasher hasher = BlockHasher.create(blockBytes);
        int at = 0;
        for (int part = 1; at < input.length; at += part, part = part * 3 % 7001) {
            hasher.update(ByteBuffer.wrap(input, at, Math.min(part, input.length - at)));
        }
        return hasher.finish();
    }

    private static byte[] block(byte[] input, BlockTree tree, long index) {
        int from = (int) index * tree.blockBytes();
        return Arrays.copyOfRange(input, from, Math.min(input.length, from + tree.blockBytes()));
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] wrong = bytes.clone();
        wrong[bit / 8 % wrong.length] ^= (byte) (1 << bit % 8);
        return wrong;
    }
}

package io.shardmesh.crypto.blake3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTreeTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024})
    void path_ofTheOnlyBlock_isEmptyAndVerifies(int count) {
        BlockHasher hasher = BlockHasher.create(1024);
        ByteBuffer block = ByteBuffer.wrap(Patterns.counting(count));
        hasher.update(block.duplicate());
        BlockTree tree = hasher.finish();
        assertEquals(1, tree.blockCount());
        assertEquals(0, tree.path(0).length);
        assertTrue(BlockPath.verify(tree.root(), count, 1024, 0, block, tree.path(0)));
        assertEquals(0, block.position());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 1025, 3072, -1024, Integer.MIN_VALUE})
    void create_blockSizeThatIsNoSubtree_refuses(int blockBytes) {
        assertThrows(IllegalArgumentException.class, () -> BlockHasher.create(blockBytes));
    }

    @Test
    void of_valuesThatDoNotFitTheLength_refuses() {
        assertThrows(IllegalArgumentException.class, () -> BlockTree.of(2048, 1024, new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> BlockTree.of(2048, 1024, new byte[65]));
        assertThrows(
                IllegalArgumentException.class,
                () -> BlockTree.of(Long.MAX_VALUE, 1024, new byte[32]));
    }

    @Test
    void path_beyondTheBlocks_refuses() {
        BlockTree tree = BlockHasher.create(1024).finish();
        assertThrows(IndexOutOfBoundsException.class, () -> tree.path(1));
        assertThrows(IndexOutOfBoundsException.class, () -> tree.path(-1));
    }

    @Test
    void finish_twice_refuses() {
        BlockHasher hasher = BlockHasher.create(1024);
        hasher.finish();
        assertThrows(IllegalStateException.class, hasher::finish);
    }

    @Test
    void kernel_unknownName_refuses() {
        assertThrows(IllegalArgumentException.class, () -> Blake3.kernel("fastest"));
        assertEquals("reference", Blake3.kernel("reference").kernelName());
    }
}

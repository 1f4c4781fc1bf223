package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.PutRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Gets of a part of an object: the right bytes, and no more blocks than they lie in. */
class RangeTest {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int SIZE_BYTES = 1_500_000;

    /** Plain bytes of a segment; with blocks of 64 KiB each lies in a block of its own. */
    private static final int SEGMENT_BYTES = 65_520;

    private final SimulatedMesh mesh = SimulatedMesh.joined(11, 7);
    private final byte[] content = mesh.randomSource().bytes(SIZE_BYTES);

    @Test
    void get_ofARange_givesItsBytesAndFetchesItsBlocksAlone() {
        mesh.client().cacheBytes(0); // What it has it would not fetch.
        mesh.client().kill();
        mesh.client().start();
        mesh.settle();
        Digest key = put(BLOCK_BYTES, content);
        assertRange(key, 0, 1, 1);
        assertRange(key, SEGMENT_BYTES - 1, 1, 1);
        assertRange(key, SEGMENT_BYTES - 1, 2, 2);
        assertRange(key, 3 * SEGMENT_BYTES, 2 * SEGMENT_BYTES, 2);
        assertRange(key, 3 * SEGMENT_BYTES - 1, 5 * SEGMENT_BYTES, 6);
        // The last stripe is cut into four blocks of its own size, so a segment lies in two.
        assertRange(key, SIZE_BYTES - 1, 1, 2);
        assertArrayEquals(content, range(key, 0, SIZE_BYTES).bytes());
    }

    @Test
    void get_ofARange_whenBlocksAreSmallerThanSegments_givesItsBytes() {
        Digest key = put(16 << 10, content);
        for (int offset : new int[] {0, 17_000, 65_519, 65_520, 262_143, 1_400_000}) {
            assertArrayEquals(
                    Arrays.copyOfRange(content, offset, offset + 70_000),
                    range(key, offset, 70_000).bytes());
        }
        assertArrayEquals(content, mesh.get(key));
    }

    @Test
    void get_ofARange_whenTwoHoldersAreDead_rebuildsItsBlocks() {
        Digest key = put(BLOCK_BYTES, content);
        mesh.holders().get(1).kill();
        mesh.holders().get(3).kill();
        for (int segment = 0; segment < 8; segment++) {
            int offset = segment * SEGMENT_BYTES + 5;
            assertArrayEquals(
                    Arrays.copyOfRange(content, offset, offset + 100),
                    range(key, offset, 100).bytes());
        }
    }

    @Test
    void get_ofARange_ofASmallObject_givesItsBytes() {
        byte[] small = mesh.randomSource().bytes(1000);
        Digest key = put(BLOCK_BYTES, small);
        assertArrayEquals(Arrays.copyOfRange(small, 900, 1000), range(key, 900, 500).bytes());
    }

    @Test
    void get_ofARange_behindTheEnd_isRefusedWithTheSize() {
        byte[] small = mesh.randomSource().bytes(1000);
        Digest key = put(BLOCK_BYTES, small);
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> range(key, 1000, 1));
        Failure failure = assertInstanceOf(FailureException.class, thrown.getCause()).failure();
        assertEquals(FailureKind.OUT_OF_RANGE, failure.kind());
        assertTrue(failure.cause().contains("1000 bytes"), failure.toString());
    }

    private Digest put(int blockBytes, byte[] bytes) {
        PutRequest plain = SimulatedMesh.request("a");
        PutRequest request =
                new PutRequest(
                        plain.name(),
                        List.of(),
                        List.of(),
                        new PutRequest.Spread(
                                Optional.empty(), OptionalInt.empty(), OptionalInt.of(blockBytes)),
                        plain.file());
        return mesh.await(mesh.put(mesh.client(), request, SimulatedMesh.source(bytes)).outcome())
                .objectKey();
    }

    private void assertRange(Digest key, int offset, int count, int blocks) {
        SimulatedMesh.Got got = range(key, offset, count);
        assertArrayEquals(Arrays.copyOfRange(content, offset, offset + count), got.bytes());
        assertEquals(count, got.outcome().sizeBytes());
        long fetched = got.outcome().fetchedBytes();
        assertEquals(blocks, Math.ceilDiv(fetched, BLOCK_BYTES), "blocks of " + offset);
    }

    private SimulatedMesh.Got range(Digest key, long offset, long count) {
        return mesh.get(key, ByteRange.parse(offset + "-" + (offset + count - 1)));
    }
}

package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.ByteRange;
import io.shardmesh.node.api.CacheInfo;
import io.shardmesh.node.api.NodeStats;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Blocks that a node has fetched lately and need not fetch again. */
class CacheTest {
    private static final int SIZE_BYTES = 9_000_000;
    private static final int RANGE_BYTES = 100_000;

    private final SimulatedMesh mesh = SimulatedMesh.joined(67, 6);
    private final byte[] content = mesh.randomSource().bytes(SIZE_BYTES);
    private final Digest key = mesh.await(mesh.put("a", content).outcome()).objectKey();

    @Test
    void range_readTwice_movesItsBytesOnce() {
        range(1_500_000);
        long before = stats().receivedBytes();
        assertEquals(0, range(1_500_000));
        long moved = stats().receivedBytes() - before;
        assertTrue(moved < 50_000, "moved " + moved);
        assertEquals(1, cache().hitCount());
        assertEquals(1, cache().missCount());
    }

    @Test
    void ranges_oneAfterTheOther_areFetchedBeforeTheyAreAskedFor() {
        range(800_000);
        range(900_000);
        mesh.time().advance(Duration.ofSeconds(1));
        assertEquals(0, range(1_000_000));
        assertEquals(0, range(1_100_000));
    }

    @Test
    void get_ofALargeObject_leavesTheCacheAsItIs() {
        range(1_500_000);
        CacheInfo before = cache();
        assertArrayEquals(content, mesh.get(key));
        assertEquals(before, cache());
    }

    @Test
    void cache_neverHoldsMoreThanItsLimit() {
        for (int i = 0; i < 30; i++) {
            byte[] other = mesh.randomSource().bytes(900_000);
            Digest otherKey = mesh.await(mesh.put("b", other).outcome()).objectKey();
            assertArrayEquals(other, mesh.get(otherKey));
            assertTrue(cache().bytes() <= cache().limitBytes());
        }
        assertTrue(cache().bytes() > cache().limitBytes() / 2, "it keeps too little");
    }

    @Test
    void blocks_ofADeletedObject_go() {
        range(1_500_000);
        assertTrue(cache().bytes() > 0);
        mesh.await(mesh.client().node().care().delete(key));
        assertEquals(0, cache().bytes());
    }

    /** Gives the bytes fetched for it. */
    private long range(int offset) {
        SimulatedMesh.Got got =
                mesh.get(key, ByteRange.parse(offset + "-" + (offset + RANGE_BYTES - 1)));
        assertArrayEquals(Arrays.copyOfRange(content, offset, offset + RANGE_BYTES), got.bytes());
        return got.outcome().fetchedBytes();
    }

    private CacheInfo cache() {
        Optional<CacheInfo> cache = stats().cache();
        return cache.orElseThrow();
    }

    private NodeStats stats() {
        return mesh.await(mesh.client().node().state().stats());
    }
}

package io.shardmesh.crypto.blake3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.SeededRandom;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Blake3Properties {
    @Property(tries = 100)
    void hash_anyInput_isThatOfTheRecursiveDefinition(
            @ForAll @IntRange(max = 40_000) int count, @ForAll long seed) {
        byte[] input = new SeededRandom(seed).bytes(count);
        assertEquals(RecursiveBlake3.hash(input), Blake3.hash(input));
    }

    @Property(tries = 100)
    void hasher_anySplit_givesTheSameHash(
            @ForAll @IntRange(max = 40_000) int count,
            @ForAll List<@IntRange(min = 1, max = 5000) Integer> parts,
            @ForAll boolean direct) {
        byte[] input = new SeededRandom(count).bytes(count);
        ByteBuffer all = direct ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
        all.put(input).flip();
        Blake3Hasher hasher = Blake3.hasher();
        for (int part : parts) {
            all.limit(Math.min(count, all.position() + part));
            hasher.update(all);
        }
        hasher.update(all.limit(count));
        assertEquals(Blake3.hash(input), hasher.finish());
    }

    @Property(tries = 100)
    void chunks_anyCounter_equalReference(
            @ForAll("fastKernels") String name,
            @ForAll long seed,
            @ForAll("counters") long counter,
            @ForAll @IntRange(min = 1, max = 35) int count) {
        byte[] input = new SeededRandom(seed).bytes(count * 1024 + 3);
        int[] fast = new int[count * 8];
        int[] slow = new int[count * 8];
        Blake3.kernel(name).chunks(input, 3, count, counter, fast);
        Blake3.kernel("reference").chunks(input, 3, count, counter, slow);
        assertArrayEquals(slow, fast);
    }

    /** In place, and nothing behind what is said to be replaced. */
    @Property(tries = 100)
    void parents_anyCount_equalReference(
            @ForAll("fastKernels") String name,
            @ForAll long seed,
            @ForAll @IntRange(max = 35) int count) {
        var random = new Random(seed);
        int[] fast = random.ints(count * 16L).toArray();
        int[] slow = fast.clone();
        Blake3.kernel(name).parents(fast, count);
        Blake3.kernel("reference").parents(slow, count);
        assertArrayEquals(Arrays.copyOf(slow, count * 8), Arrays.copyOf(fast, count * 8));
    }

    /** Blocks that begin in the middle of the input, in pieces that end anywhere. */
    @Property(tries = 60)
    void treeHasher_anyStartAndSplit_isThatOfTheReference(
            @ForAll("fastKernels") String name,
            @ForAll("counters") long firstChunk,
            @ForAll @IntRange(min = 1, max = 200_000) int count,
            @ForAll @IntRange(min = 1, max = 90_000) int part) {
        byte[] input = new SeededRandom(count).bytes(count);
        assertArrayEquals(
                subtree(new ReferenceKernel(), firstChunk, input, count),
                subtree(Blake3.kernel(name), firstChunk, input, part));
    }

    private static byte[] subtree(Kernel kernel, long firstChunk, byte[] input, int part) {
        var hasher = new TreeHasher(kernel);
        hasher.restart(firstChunk);
        for (int at = 0; at < input.length; at += part) {
            hasher.update(input, at, Math.min(part, input.length - at));
        }
        return hasher.finish(false);
    }

    /** The borders between the kernels: before, during and after training. */
    @Example
    void warmingKernel_untilItIsWarm_givesTheSameHash() {
        var warming = new WarmingKernel(new VectorKernel(), 100_000);
        byte[] input = Patterns.counting(30_000);
        for (int round = 0; round < 14; round++) {
            assertEquals(RecursiveBlake3.hash(input), Patterns.hash(warming, input));
        }
    }

    @Provide
    Arbitrary<String> fastKernels() {
        return Arbitraries.of("scalar", "vector");
    }

    /** Those next to 2^32, where a lane carries into the upper word, and any. */
    @Provide
    Arbitrary<Long> counters() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0xFFFFFFFFL - 9, 0xFFFFFFFFL + 2),
                Arbitraries.longs().between(0, Long.MAX_VALUE / 4));
    }
}

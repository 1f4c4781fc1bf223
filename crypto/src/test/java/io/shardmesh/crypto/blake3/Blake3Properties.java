package io.shardmesh.crypto.blake3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.SeededRandom;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

    @Property(tries = 50)
    void chunks_anyCounter_scalarEqualsReference(
            @ForAll long seed,
            @ForAll long counter,
            @ForAll @IntRange(min = 1, max = 17) int count) {
        byte[] input = new SeededRandom(seed).bytes(count * 1024 + 3);
        int[] fast = new int[count * 8];
        int[] slow = new int[count * 8];
        Blake3.kernel("scalar").chunks(input, 3, count, counter, fast);
        Blake3.kernel("reference").chunks(input, 3, count, counter, slow);
        assertArrayEquals(slow, fast);
    }
}

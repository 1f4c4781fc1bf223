package io.shardmesh.erasure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.erasure.kernel.Kernel;
import io.shardmesh.erasure.kernel.Kernels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

final class ErasureCodeProperties {

    private static final Kernel FAST = Kernels.all().getFirst();
    private static final Kernel REFERENCE = Kernels.all().getLast();

    @Property(tries = 60)
    void encode_anyScheme_fastEqualsReferenceOnHeapAndDirect(
            @ForAll("schemes") Scheme scheme, @ForAll("sizes") int sizeBytes, @ForAll long seed) {
        var data = Blocks.random(seed, scheme.data(), sizeBytes);
        var expected = Blocks.empty(scheme.parity(), sizeBytes);
        ErasureCode.of(scheme, REFERENCE).encode(data, expected);

        for (Kernel kernel : Kernels.all()) {
            var code = ErasureCode.of(scheme, kernel);
            var heap = Blocks.empty(scheme.parity(), sizeBytes);
            code.encode(data, heap);
            assertArrayEquals(expected, heap, kernel.name());

            var direct = Blocks.direct(Blocks.empty(scheme.parity(), sizeBytes));
            code.encode(Blocks.direct(data), direct);
            assertArrayEquals(expected, direct, kernel.name());
        }
    }

    /** A parity block may lie anywhere in an array of others' bytes: its neighbours stay. */
    @Property(tries = 60)
    void encode_slicesOfOneArray_writesNothingBesideThem(
            @ForAll("schemes") Scheme scheme, @ForAll("sizes") int sizeBytes, @ForAll long seed) {
        var data = Blocks.random(seed, scheme.data(), sizeBytes);
        var expected = Blocks.empty(scheme.parity(), sizeBytes);
        ErasureCode.of(scheme, REFERENCE).encode(data, expected);
        int step = sizeBytes + 3;
        byte[] wanted = new byte[scheme.parity() * step + 5];
        Arrays.fill(wanted, (byte) 0x5A);
        byte[] shared = wanted.clone();
        var slices = new ByteBuffer[scheme.parity()];
        for (int r = 0; r < slices.length; r++) {
            expected[r].get(0, wanted, 5 + r * step, sizeBytes);
            slices[r] = ByteBuffer.wrap(shared, 2, shared.length - 2).slice();
            slices[r].position(3 + r * step).limit(3 + r * step + sizeBytes);
        }
        for (int c = 0; c < data.length; c += 2) {
            data[c] = data[c].asReadOnlyBuffer();
        }
        ErasureCode.of(scheme, FAST).encode(data, slices);
        assertArrayEquals(wanted, shared);
    }

    @Property(tries = 60)
    void rebuild_anyMissing_givesWhatWasThere(
            @ForAll("schemes") Scheme scheme, @ForAll("sizes") int sizeBytes, @ForAll long seed) {
        var code = ErasureCode.of(scheme, FAST);
        var stripe = Blocks.stripe(code, seed, sizeBytes);
        var indexes = IntStream.range(0, scheme.total()).boxed().toList();
        var shuffled = new ArrayList<>(indexes);
        var random = new Random(seed);
        Collections.shuffle(shuffled, random);
        int lostCount = random.nextInt(scheme.parity() + 1);
        int[] wanted = shuffled.stream().limit(lostCount).mapToInt(i -> i).toArray();
        var blocks = Blocks.without(stripe, wanted);

        var out = Blocks.empty(lostCount, sizeBytes);
        assertEquals(new DecodeOutcome.Rebuilt(), code.rebuild(blocks, out, wanted));
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(stripe[wanted[i]], out[i], "block " + wanted[i]);
        }
    }

    @Property(tries = 20)
    void encode_sumOfTwoStripes_isTheSumOfTheirParity(
            @ForAll("schemes") Scheme scheme, @ForAll long seed) {
        var code = ErasureCode.of(scheme, FAST);
        var a = Blocks.stripe(code, seed, 37);
        var b = Blocks.stripe(code, seed + 1, 37);
        var sum = new ByteBuffer[scheme.total()];
        Arrays.setAll(sum, i -> xor(a[i], b[i]));
        var parity = Blocks.empty(scheme.parity(), 37);
        code.encode(Arrays.copyOf(sum, scheme.data()), parity);
        assertArrayEquals(Arrays.copyOfRange(sum, scheme.data(), scheme.total()), parity);
    }

    @Provide
    Arbitrary<Scheme> schemes() {
        var small = Combinators.combine(ints(1, 12), ints(0, 10)).as(Scheme::new);
        var large = ints(1, 255).flatMap(k -> ints(0, 255 - k).map(m -> new Scheme(k, m)));
        return Arbitraries.frequencyOf(Tuple.of(4, small), Tuple.of(1, large));
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 1, 2, 7, 63, 65, 2047, 2048, 2049, 4099), ints(0, 300));
    }

    private static Arbitrary<Integer> ints(int from, int to) {
        return Arbitraries.integers().between(from, to);
    }

    private static ByteBuffer xor(ByteBuffer a, ByteBuffer b) {
        var sum = ByteBuffer.allocate(a.remaining());
        for (int i = 0; i < sum.capacity(); i++) {
            sum.put(i, (byte) (a.get(i) ^ b.get(i)));
        }
        return sum;
    }
}

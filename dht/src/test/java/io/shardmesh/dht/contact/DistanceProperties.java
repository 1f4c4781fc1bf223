package io.shardmesh.dht.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against BigInteger, which is slow and obvious. */
final class DistanceProperties {
    @Property(tries = 300)
    void compareTo_anyTwo_ordersAsUnsignedNumbers(
            @ForAll long a, @ForAll long b, @ForAll long c, @ForAll @IntRange(max = 3) int part) {
        // Equal in front, so that every part gets to decide.
        long[] left = {a, a, a, a};
        long[] right = {a, a, a, a};
        left[part] = b;
        right[part] = c;
        assertEquals(
                number(left).compareTo(number(right)),
                Integer.signum(of(left).compareTo(of(right))));
    }

    @Property(tries = 300)
    void sharedBits_ofSingleBitAndNoiseBelow_countsZerosBefore(
            @ForAll @IntRange(max = 255) int bit, @ForAll long noise) {
        BigInteger top = BigInteger.ONE.shiftLeft(255 - bit);
        BigInteger below = BigInteger.valueOf(noise).abs().mod(top);
        BigInteger value = top.or(below);
        long[] parts = new long[4];
        for (int part = 0; part < 4; part++) {
            parts[part] = value.shiftRight(64 * (3 - part)).longValue();
        }
        assertEquals(bit, of(parts).sharedBits());
    }

    private static Distance of(long[] parts) {
        return new Distance(parts[0], parts[1], parts[2], parts[3]);
    }

    private static BigInteger number(long[] parts) {
        return new BigInteger(of(parts).toString(), 16);
    }
}

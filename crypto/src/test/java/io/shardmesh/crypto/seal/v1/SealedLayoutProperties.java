package io.shardmesh.crypto.seal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SealedLayoutProperties {
    @Property(tries = 300)
    void plainBytes_ofSealedBytes_isTheInverse(
            @ForAll @LongRange(max = SealedLayout.MAX_PLAIN_BYTES) long plainBytes) {
        assertEquals(plainBytes, SealedLayout.plainBytes(SealedLayout.sealedBytes(plainBytes)));
    }

    @Property(tries = 300)
    void paddedBytes_growsByAtMostAnEighth_andIsStable(
            @ForAll @LongRange(max = SealedLayout.MAX_PLAIN_BYTES / 2) long sizeBytes) {
        long padded = SealedLayout.paddedBytes(sizeBytes);
        assertTrue(padded >= sizeBytes);
        assertTrue(padded <= Math.max(1024, sizeBytes + sizeBytes / 8));
        assertEquals(padded, SealedLayout.paddedBytes(padded));
    }

    /** Worked out by hand from the paper's formula. */
    @Test
    void paddedBytes_examples_followPadme() {
        assertEquals(1024, SealedLayout.paddedBytes(0));
        assertEquals(1024, SealedLayout.paddedBytes(1024));
        assertEquals(1088, SealedLayout.paddedBytes(1025));
        assertEquals(1088, SealedLayout.paddedBytes(1088));
        assertEquals(1152, SealedLayout.paddedBytes(1089));
        assertEquals(65_536, SealedLayout.paddedBytes(65_000));
        assertEquals(100_352, SealedLayout.paddedBytes(100_000));
        assertEquals(1_015_808, SealedLayout.paddedBytes(1_000_000));
        assertEquals(104_857_600, SealedLayout.paddedBytes(100L << 20));
    }

    @Test
    void plainBytes_lengthsThatNothingSealsTo_refuses() {
        for (long sealed : new long[] {-1, 0, 15, 65_536 + 1, 65_536 + 16, 1L << 49}) {
            assertThrows(IllegalArgumentException.class, () -> SealedLayout.plainBytes(sealed));
        }
        assertEquals(0, SealedLayout.plainBytes(16));
        assertEquals(65_521, SealedLayout.plainBytes(65_536 + 17));
    }
}

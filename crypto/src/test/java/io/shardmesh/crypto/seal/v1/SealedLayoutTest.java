package io.shardmesh.crypto.seal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SealedLayoutTest {
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
    void sealedBytes_aroundSegments_addsATagEach() {
        assertEquals(16, SealedLayout.sealedBytes(0));
        assertEquals(65_535, SealedLayout.sealedBytes(65_519));
        assertEquals(65_536, SealedLayout.sealedBytes(65_520));
        assertEquals(65_536 + 17, SealedLayout.sealedBytes(65_521));
        assertEquals(1L << 48, SealedLayout.sealedBytes(SealedLayout.MAX_PLAIN_BYTES));
    }

    @Test
    void segmentIndex_ofOffsets_findsTheSegment() {
        assertEquals(0, SealedLayout.segmentIndex(65_519));
        assertEquals(1, SealedLayout.segmentIndex(65_520));
        assertEquals(131_072, SealedLayout.sealedOffset(2));
    }

    @Test
    void plainBytes_lengthsThatNothingSealsTo_refuses() {
        for (long sealed : new long[] {-1, 0, 15, 65_536 + 1, 65_536 + 16, 1L << 49}) {
            assertThrows(IllegalArgumentException.class, () -> SealedLayout.plainBytes(sealed));
        }
        assertEquals(0, SealedLayout.plainBytes(16));
        assertEquals(65_521 - 65_520, SealedLayout.plainBytes(65_536 + 17) - 65_520);
    }

    @Test
    void lengths_overTheLimitOrNegative_areRefused() {
        long over = SealedLayout.MAX_PLAIN_BYTES + 1;
        assertThrows(IllegalArgumentException.class, () -> SealedLayout.sealedBytes(over));
        assertThrows(IllegalArgumentException.class, () -> SealedLayout.paddedBytes(over));
        assertThrows(IllegalArgumentException.class, () -> SealedLayout.sealedBytes(-1));
    }
}

package io.shardmesh.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.erasure.StripeLayout.Place;
import org.junit.jupiter.api.Test;

final class StripeLayoutTest {

    private static final Scheme SCHEME = new Scheme(4, 2);
    private static final int BLOCK = 16 << 10;
    private static final long STRIPE = 4L * BLOCK;

    @Test
    void layout_fullStripes_endExactly() {
        var layout = new StripeLayout(SCHEME, BLOCK, 2 * STRIPE);
        assertEquals(2, layout.stripeCount());
        assertEquals(BLOCK, layout.blockBytesIn(1));
        assertEquals(2 * BLOCK, layout.shardBytes());
        assertThrows(IndexOutOfBoundsException.class, () -> layout.blockBytesIn(2));
    }

    @Test
    void layout_restOfTen_fillsBlocksInOrderThenZeros() {
        var layout = new StripeLayout(SCHEME, BLOCK, STRIPE + 10);
        assertEquals(2, layout.stripeCount());
        assertEquals(3, layout.blockBytesIn(1));
        assertEquals(BLOCK + 3, layout.shardBytes());
        assertEquals(3, layout.sealedBytesIn(1, 2));
        assertEquals(1, layout.sealedBytesIn(1, 3));
        assertEquals(STRIPE + 9, layout.sealedOffset(1, 3));
        assertEquals(new Place(1, 3, 0), layout.locate(STRIPE + 9));
        assertEquals(new Place(0, 3, BLOCK - 1), layout.locate(STRIPE - 1));
        assertEquals(BLOCK, layout.shardOffset(1));
    }

    @Test
    void layout_restOfOne_leavesThreeBlocksOfZeros() {
        var layout = new StripeLayout(SCHEME, BLOCK, 1);
        assertEquals(1, layout.blockBytesIn(0));
        assertEquals(0, layout.sealedBytesIn(0, 1));
        assertEquals(0, layout.sealedBytesIn(0, 3));
        assertEquals(1, layout.sealedOffset(0, 3));
    }

    @Test
    void layout_ofNothing_hasNoStripe() {
        var layout = new StripeLayout(SCHEME, BLOCK, 0);
        assertEquals(0, layout.stripeCount());
        assertEquals(0, layout.shardBytes());
        assertThrows(IndexOutOfBoundsException.class, () -> layout.locate(0));
    }

    @Test
    void layout_outsideTheLimits_isRefused() {
        for (int block : new int[] {0, -1, Integer.MIN_VALUE, 8 << 10, 3 << 14, 2 << 20}) {
            assertThrows(IllegalArgumentException.class, () -> new StripeLayout(SCHEME, block, 1));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new StripeLayout(SCHEME, BLOCK, (1L << 48) + 1));
        assertThrows(IllegalArgumentException.class, () -> new StripeLayout(SCHEME, BLOCK, -1));
        assertEquals(1L << 46, new StripeLayout(SCHEME, BLOCK, 1L << 48).shardBytes());
    }
}

package io.shardmesh.simulator.month;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HypergeometricTest {
    private static final double EXACT = 1e-12;

    @Test
    void atLeast_allMarked_isOne_andNoneIsZero() {
        assertEquals(1, new Hypergeometric(6, 6, 4).atLeast(4), EXACT);
        assertEquals(0, new Hypergeometric(6, 2, 4).atLeast(3), EXACT);
    }

    /** Counted by hand: of the 15 pairs of six, 9 have one of two in them, or both. */
    @Test
    void atLeast_oneOfTwoAmongSix_isNineOfFifteen() {
        assertEquals(9 / 15.0, new Hypergeometric(6, 2, 2).atLeast(1), EXACT);
        assertEquals(1 / 15.0, new Hypergeometric(6, 2, 2).atLeast(2), EXACT);
    }
}

package io.shardmesh.node.reputation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long NOW = 1_000;

    @Test
    void silent_once_isOpenForHalfThePauseToAllOfIt() {
        assertEquals(NOW + Breaker.FIRST_PAUSE.toNanos() / 2, open(0).untilNanos());
        long latest = NOW + Breaker.FIRST_PAUSE.toNanos();
        assertTrue(open(0.999).untilNanos() > latest * 0.99);
        assertTrue(open(0.999).untilNanos() <= latest);
    }

    @Test
    void broken_lessThanThreeTimesInARow_staysClosed() {
        Breaker twice = Breaker.closed().broken(NOW, 0).broken(NOW, 0);
        assertInstanceOf(Breaker.Closed.class, twice);
        assertInstanceOf(Breaker.Open.class, twice.broken(NOW, 0));
        assertInstanceOf(Breaker.Closed.class, twice.answered().broken(NOW, 0));
    }

    @Test
    void open_lateNewsOfOldSilences_doNotMoveTheProbe() {
        Breaker open = open(0);
        assertEquals(open, open.silent(NOW + 500, 0.9));
        assertEquals(open, open.broken(NOW + 500, 0.9));
    }

    @Test
    void probes_thatFail_doubleThePauseUpToTheLongest() {
        Breaker breaker = open(0);
        Duration expected = Breaker.FIRST_PAUSE;
        for (int i = 0; i < 12; i++) {
            assertEquals(expected, ((Breaker.Open) breaker).pause());
            breaker = breaker.probed();
            assertInstanceOf(Breaker.HalfOpen.class, breaker);
            breaker = breaker.silent(NOW, 0);
            Duration twice = expected.multipliedBy(2);
            expected = twice.compareTo(Breaker.LONGEST_PAUSE) < 0 ? twice : Breaker.LONGEST_PAUSE;
        }
        assertEquals(Breaker.LONGEST_PAUSE, ((Breaker.Open) breaker).pause());
    }

    @Test
    void answered_inAnyState_closesAndForgetsThePause() {
        Breaker longer = open(0).probed().silent(NOW, 0);
        for (Breaker state : new Breaker[] {open(0), open(0).probed(), longer}) {
            assertEquals(Breaker.closed(), state.answered());
        }
        Breaker.Open again = (Breaker.Open) longer.answered().silent(NOW, 0);
        assertEquals(Breaker.FIRST_PAUSE, again.pause());
    }

    @Test
    void probed_whenThereIsNothingToProbe_changesNothing() {
        assertEquals(Breaker.closed(), Breaker.closed().probed());
        assertEquals(open(0).probed(), open(0).probed().probed());
    }

    private static Breaker.Open open(double chance) {
        return (Breaker.Open) Breaker.closed().silent(NOW, chance);
    }
}

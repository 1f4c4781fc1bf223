package io.shardmesh.testing.longline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final Duration DELAY = Duration.ofMillis(50);

    private long now = 7 * SECOND;
    private final Line line = new Line(1_000_000, DELAY, new Random(1), () -> now);

    @Test
    void departure_oneAfterTheOther_keepsToTheRate() {
        long start = now;
        assertEquals(start + SECOND / 10, line.departure(100_000));
        assertEquals(start + SECOND / 5, line.departure(100_000));
        now += SECOND / 5;
        assertEquals(start + 3 * SECOND / 10, line.departure(100_000));
    }

    @Test
    void departure_afterARest_hasSavedUpNoMoreThanALateWakeUp() {
        now += SECOND;
        assertEquals(now + SECOND / 10 - 5 * MILLI, line.departure(100_000));
    }

    @Test
    void departure_everyFiveSeconds_standsStillForATenth() {
        now += 6 * SECOND;
        assertEquals(now - 5 * MILLI + SECOND / 10 + MILLI, line.departure(1000));
        assertEquals(now - 5 * MILLI + SECOND / 10 + 2 * MILLI, line.departure(1000));
    }

    @Test
    void arrival_always_isLateByTheDelayAndATenthOfItAtMost() {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1000; i++) {
            long late = line.arrival(now) - now;
            least = Math.min(least, late);
            most = Math.max(most, late);
        }
        assertTrue(least >= 50 * MILLI && least < 51 * MILLI, "least " + least);
        assertTrue(most <= 55 * MILLI && most > 54 * MILLI, "most " + most);
    }

    @Test
    void direct_always_isNotLate() {
        assertEquals(9, Line.direct().arrival(9));
    }
}

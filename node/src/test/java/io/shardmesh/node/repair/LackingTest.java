package io.shardmesh.node.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LackingTest {
    private static final Digest OBJECT = Digest.of(new byte[Digest.SIZE_BYTES]);
    private static final UpkeepSettings SETTINGS = UpkeepSettings.ofGrace(Duration.ofHours(12));

    private final VirtualScheduler time = VirtualScheduler.create();
    private final Lacking lacking = new Lacking(time, SETTINGS);

    @Test
    void second_waitsForTheTurnOfTheFirst() {
        assertFalse(lacking.isTurn(OBJECT, 1));
        time.advance(SETTINGS.rankDelay().minusMillis(1));
        assertFalse(lacking.isTurn(OBJECT, 1));
        assertEquals(List.of(), lacking.due());
        time.advance(Duration.ofMillis(1));
        assertEquals(List.of(OBJECT), lacking.due());
        assertTrue(lacking.isTurn(OBJECT, 1));
    }

    @Test
    void first_hasItsTurnAtOnce() {
        assertTrue(lacking.isTurn(OBJECT, 0));
    }

    @Test
    void second_whoseFirstIsGone_needNotWait() {
        assertFalse(lacking.isTurn(OBJECT, 1));
        assertTrue(lacking.isTurn(OBJECT, 0));
    }

    @Test
    void inVain_isTriedLessAndLessOftenAndNoLessThanEverySweep() {
        List<Duration> pauses = new ArrayList<>();
        assertTrue(lacking.isTurn(OBJECT, 0));
        for (int i = 0; i < 40; i++) {
            lacking.vain(OBJECT);
            long start = time.nanoTime();
            while (!lacking.isTurn(OBJECT, 0)) {
                time.advance(Duration.ofSeconds(30));
            }
            pauses.add(Duration.ofNanos(time.nanoTime() - start));
        }
        assertEquals(SETTINGS.rankDelay().multipliedBy(2), pauses.getFirst());
        assertEquals(SETTINGS.rankDelay().multipliedBy(4), pauses.get(1));
        assertEquals(SETTINGS.sweepEvery(), pauses.get(10));
        assertEquals(SETTINGS.sweepEvery(), pauses.getLast());
    }

    @Test
    void inVain_andThenSomebodyReturns_isTriedAtOnce() {
        assertTrue(lacking.isTurn(OBJECT, 0));
        lacking.vain(OBJECT);
        assertFalse(lacking.isTurn(OBJECT, 0));
        lacking.hopeAgain();
        assertTrue(lacking.isTurn(OBJECT, 0));
    }

    @Test
    void forgotten_beginsAnew() {
        assertFalse(lacking.isTurn(OBJECT, 1));
        time.advance(SETTINGS.rankDelay());
        lacking.forget(OBJECT);
        assertFalse(lacking.isTurn(OBJECT, 1));
        assertEquals(1, lacking.count());
    }
}

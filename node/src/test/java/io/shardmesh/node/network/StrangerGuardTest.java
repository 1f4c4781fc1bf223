package io.shardmesh.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.transport.memory.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StrangerGuardTest {
    private final VirtualScheduler time = VirtualScheduler.create();
    private final StrangerBudget budget = new StrangerBudget();
    private final List<String> late = new ArrayList<>();

    @Test
    void received_overTheBudgetOfAll_isRefusedUntilSomethingIsGivenBack() {
        StrangerGuard one = new StrangerGuard(budget, time);
        StrangerGuard two = new StrangerGuard(budget, time);
        int half = (int) (StrangerBudget.LIMIT_BYTES / 2);
        assertTrue(one.received(half));
        assertTrue(two.received(half));
        assertFalse(two.received(1));
        one.delivered(10);
        assertTrue(two.received(10));
        two.end();
        assertEquals(half - 10, budget.heldBytes());
        one.end();
        assertEquals(0, budget.heldBytes());
        assertFalse(one.received(1), "its stream is gone");
    }

    @Test
    void underWay_messageDrips_isLateHoweverManyBytesCome() {
        StrangerGuard guard = new StrangerGuard(budget, time);
        for (int second = 0; second < 9; second++) {
            guard.underWay(true, () -> late.add("late"));
            time.advance(Duration.ofSeconds(1));
        }
        assertEquals(List.of(), late);
        time.advance(Duration.ofSeconds(1));
        assertEquals(List.of("late"), late);
    }

    @Test
    void underWay_messageEnds_theNextOneHasItsOwnTime() {
        StrangerGuard guard = new StrangerGuard(budget, time);
        guard.underWay(true, () -> late.add("first"));
        time.advance(Duration.ofSeconds(9));
        guard.underWay(false, () -> late.add("none"));
        guard.underWay(true, () -> late.add("second"));
        time.advance(Duration.ofSeconds(9));
        assertEquals(List.of(), late);
        guard.end();
        time.advance(Duration.ofSeconds(9));
        assertEquals(List.of(), late);
    }
}

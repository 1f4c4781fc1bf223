package io.shardmesh.libp2p.transport.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualSchedulerTest {

    private final VirtualScheduler time = VirtualScheduler.create();
    private final List<String> ran = new ArrayList<>();

    @Test
    void advance_tasksOfOneTime_runInTheOrderOfAsking() {
        time.schedule(Duration.ofMillis(2), () -> ran.add("late"));
        time.schedule(Duration.ofMillis(1), () -> ran.add("first"));
        time.schedule(Duration.ofMillis(1), () -> ran.add("second"));
        time.execute(() -> ran.add("now"));
        time.advance(Duration.ofMillis(1));
        assertEquals(List.of("now", "first", "second"), ran);
        assertEquals(1_000_000, time.nanoTime());
    }

    @Test
    void execute_insideATask_runsAfterIt() {
        time.execute(() -> {
            time.execute(() -> ran.add("inner"));
            ran.add("outer");
        });
        assertTrue(time.runUntilIdle(Duration.ZERO));
        assertEquals(List.of("outer", "inner"), ran);
    }

    @Test
    void cancel_waitingTask_neverRunsNorMovesTheClock() {
        Scheduler.Timer timer = time.schedule(Duration.ofHours(1), () -> ran.add("cancelled"));
        timer.cancel();
        assertTrue(time.runUntilIdle(Duration.ofHours(2)));
        assertEquals(List.of(), ran);
        assertEquals(0, time.nanoTime());
    }

    @Test
    void runUntil_conditionNeverHolds_stopsAtTheLimit() {
        time.schedule(Duration.ofSeconds(5), () -> ran.add("beyond"));
        assertFalse(time.runUntil(() -> false, Duration.ofSeconds(2)));
        assertEquals(Duration.ofSeconds(2).toNanos(), time.nanoTime());
        assertEquals(List.of(), ran);
    }

    @Test
    void stop_strand_dropsItsTasksAndNoOthers() {
        VirtualStrand strand = time.strand();
        strand.execute(() -> ran.add("stopped"));
        time.execute(() -> ran.add("other"));
        strand.stop();
        strand.execute(() -> ran.add("too late"));
        assertTrue(time.runUntilIdle(Duration.ofSeconds(1)));
        assertEquals(List.of("other"), ran);
    }
}

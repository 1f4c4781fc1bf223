package io.shardmesh.simulator.month;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Small months: a mesh that is large enough to ask the DHT, and loses a third of its machines. */
class MonthScenarioTest {
    private static final int NODES = 30;
    private static final int DAYS = 10;
    private static final int OBJECTS = 300;
    private static final long SEED = 1;

    private static MonthReport run(boolean repair, int atOnce) {
        return MonthScenario.run(
                SEED, new MonthPlan(NODES, DAYS, OBJECTS, repair, atOnce), day -> {});
    }

    private static String text(MonthReport report) {
        return String.join("\n", report.lines(Duration.ZERO, Duration.ZERO));
    }

    @Test
    void run_withRepair_losesNothing() {
        MonthReport report = run(true, 0);

        assertTrue(report.held(), () -> text(report));
        assertEquals(0, report.lostCount(), () -> text(report));
        assertTrue(report.repair().rebuiltCount() > OBJECTS / 2, () -> text(report));
    }

    @Test
    void run_withoutRepair_losesSomething() {
        MonthReport report = run(false, 0);

        assertTrue(report.lostCount() > 0, () -> text(report));
        assertTrue(report.held(), () -> "what is left can be read: " + text(report));
    }
}

package io.shardmesh.simulator.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LookupScenarioTest {
    @Test
    void run_hundredNodes_allJoinAndFindEachOtherInLogarithmicTime() {
        LookupReport report = LookupScenario.run(3, 100, 200);
        assertEquals(100, report.joinedCount(), report::summary);
        assertEquals(200, report.lookups().foundCount(), report::summary);
        assertTrue(report.hops() <= report.log2(), report::summary);
        // Whoever has to ask hears of the peer from the first few: alpha requests at a time.
        assertTrue(report.messages() <= 40, report::summary);
    }

    @Test
    void run_sameSeed_givesTheSameReport() {
        assertEquals(LookupScenario.run(5, 30, 20), LookupScenario.run(5, 30, 20));
    }
}

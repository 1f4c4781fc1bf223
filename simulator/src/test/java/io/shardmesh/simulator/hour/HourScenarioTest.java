package io.shardmesh.simulator.hour;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users and faults of every kind for an hour. More seeds: {@code scripts/simulate.sh}. Runs share
 * nothing, so there are as many at a time as there are processors.
 */
@Execution(ExecutionMode.CONCURRENT)
class HourScenarioTest {
    private static final int SEED_COUNT = Integer.getInteger("sim.seeds", 6);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEED_COUNT);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void run_underFaultsOfEveryKind_keepsEveryPromise(long seed) {
        HourReport report = HourScenario.run(seed, HourPlan.usual());
        assertTrue(report.broken().isEmpty(), () -> String.join("\n", report.details()));
        assertTrue(report.operationCount() >= 500, () -> report.operationCount() + " operations");
        assertTrue(report.faultCount() >= 50, () -> report.faultCount() + " faults");
    }
}

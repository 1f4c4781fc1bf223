package io.shardmesh.node.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.runtime.SystemRandom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BenchmarkTest {
    private static final long FILE_BYTES = 5_000_000; // Two stripes, the last short.

    @TempDir private Path folder;

    /** What a figure is worth is for people to say; that each suite gives some is for tests. */
    @ParameterizedTest
    @EnumSource(Suite.class)
    void run_anySuite_givesFiguresBesideLimits(Suite suite) {
        List<Figure> figures = new ArrayList<>();

        Benchmark.run(
                List.of(suite),
                new BenchmarkPlan(FILE_BYTES, 1, Duration.ofMillis(10), folder, new SystemRandom()),
                figures::add);

        assertFalse(figures.isEmpty());
        for (Figure figure : figures) {
            assertEquals(suite, figure.suite());
            assertTrue(figure.value() > 0 && Double.isFinite(figure.value()), figure::toString);
            assertTrue(
                    figure.limit().stream().allMatch(limit -> limit.value() > 0), figure::toString);
        }
        assertTrue(
                suite == Suite.IO || figures.stream().anyMatch(f -> f.limit().isPresent()),
                "nothing is compared");
    }

    @Test
    void parse_everyNameAndNoOther() {
        for (Suite suite : Suite.values()) {
            assertEquals(Optional.of(suite), Suite.parse(suite.toString()));
        }
        assertEquals(Optional.empty(), Suite.parse("HASH"));
    }

    @Test
    void percentile_ofUnsorted_isTheValueThatSoManyDoNotExceed() {
        double[] values = {5, 1, 4, 2, 3};

        assertEquals(3, Timing.percentile(values, 50));
        assertEquals(5, Timing.percentile(values, 95));
        assertEquals(1, Timing.percentile(values, 0));
        assertEquals(7, Timing.percentile(new double[] {7}, 50));
    }

    @Test
    void beside_timesAndRates_areInTheFiguresUnit() {
        Figure time =
                Figure.of(Suite.IO, "write", 0.25, Figure.Unit.MILLISECONDS).beside("disk", 0.125);

        assertEquals(250, time.value());
        assertEquals(125, time.limit().orElseThrow().value());
    }
}

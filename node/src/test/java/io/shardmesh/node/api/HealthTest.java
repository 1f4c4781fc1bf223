package io.shardmesh.node.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.erasure.Scheme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthTest {
    @ParameterizedTest
    @CsvSource({
        "false, 6, 6, 2, HEALTHY",
        "false, 5, 5, 1, DEGRADED",
        "false, 5, 3, 0, CRITICAL",
        "false, 4, 4, 0, CRITICAL",
        "false, 3, 3, 0, UNAVAILABLE",
        "false, 0, 0, 0, UNAVAILABLE",
        "true, 3, 3, 2, HEALTHY",
        "true, 2, 2, 1, DEGRADED",
        "true, 1, 1, 0, CRITICAL",
        "true, 0, 0, 0, UNAVAILABLE",
    })
    void whatAnswersDecides(
            boolean inline, int complete, int machines, int survives, Health expected) {
        Durability now = new Durability(new Scheme(4, 2), inline, complete, machines, survives);
        assertEquals(expected, Health.of(now));
    }
}

package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeSimulationTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void run_underPowerLosses_keepsEveryPromise(long seed) {
        ScenarioReport report = Scenario.run(seed);
        assertTrue(
                report.broken().isEmpty(),
                () -> report.broken() + "\n" + String.join("\n", report.lines()));
        assertTrue(report.counts().crashes() >= 8, "the last step alone crashes eight nodes");
    }

    @Test
    void run_inTwoFreshJvms_givesTheSameTrace() throws IOException, InterruptedException {
        Process one = freshJvm(7);
        Process other = freshJvm(7);
        String trace = traceOf(one);
        assertEquals(trace, traceOf(other));
        assertNotEquals(trace.lines().findFirst().orElseThrow(), Scenario.run(8).trace());
    }

    private static Process freshJvm(long seed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // It ends before the second compiler would have paid.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TraceOfSeed.class.getName(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String traceOf(Process java) throws IOException, InterruptedException {
        String digest =
                new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, java.waitFor());
        assertTrue(digest.matches("[0-9a-f]{64}\\R[0-9a-f]{64}\\R[0-9a-f]{64}"), digest);
        return digest;
    }
}

package io.shardmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Needs a heap of its own, so it looks at one of another process. */
final class HeapCeilingTest {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int LIVE_BLOCK_COUNT = 48;
    private static final int BLOCK_COUNT = 1_200;

    /** Half a gigabyte a second; the collection is asked for by another thread. */
    private static final long PACE_NANOS = 2_000_000;

    @Test
    void blocksThatOutliveTheYoungGeneration_doNotMakeTheHeapGrowForEver() throws Exception {
        assertTrue(peakMib(true) < 400, "the old generation is collected above 112 MiB");
    }

    @Test
    void withoutIt_theyDo() throws Exception {
        assertTrue(peakMib(false) > 400, "else the other test shows nothing");
    }

    private static long peakMib(boolean ceiling) throws IOException, InterruptedException {
        Process other =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseSerialGC",
                                "-Xms16m",
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Churn.class.getName(),
                                Boolean.toString(ceiling))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor(), said);
        return Long.parseLong(said.strip());
    }

    /** Blocks that live as long as so many others take to come. */
    static final class Churn {
        private Churn() {}

        @SuppressWarnings("SystemOut") // Its answer.
        public static void main(String[] arguments) {
            if (Boolean.parseBoolean(arguments[0])) {
                HeapCeiling.keep();
            }
            Queue<byte[]> live = new ArrayDeque<>();
            long peak = 0;
            for (int i = 0; i < BLOCK_COUNT; i++) {
                LockSupport.parkNanos(PACE_NANOS);
                live.add(new byte[BLOCK_BYTES]);
                if (live.size() > LIVE_BLOCK_COUNT) {
                    live.remove();
                }
                peak = Math.max(peak, Runtime.getRuntime().totalMemory());
            }
            System.out.println(peak >> 20);
        }
    }
}

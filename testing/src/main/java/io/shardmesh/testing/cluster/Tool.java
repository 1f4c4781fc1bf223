package io.shardmesh.testing.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of the system that ends soon and says little. */
record Tool(List<String> command) {
    Tool(String... command) {
        this(List.of(command));
    }

    /** What it said; throws when it has failed. */
    String run() throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Report.require(exitCode(process) == 0, command.getFirst() + ": " + said);
        return said;
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}

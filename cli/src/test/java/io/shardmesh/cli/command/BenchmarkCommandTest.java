package io.shardmesh.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchmarkCommandTest {
    @TempDir private Path folder;

    private CommandRun benchmark(String... more) {
        String[] fixed = {
            "benchmark", "io", "--iterations", "1", "--file-size", "1M", "--dir", folder.toString()
        };
        return CommandRun.of(
                Stream.concat(Stream.of(fixed), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void io_asJson_isOneObjectAndLeavesNothing() throws IOException {
        CommandRun run = benchmark("--json");

        assertEquals(0, run.code(), run::err);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertEquals(1 << 20, json.path("fileBytes").asLong());
        assertEquals("io", json.path("figures").path(0).path("suite").asText());
        assertTrue(json.path("figures").path(0).path("value").asDouble() > 0, run::out);
        assertLeftNothing();
    }

    @Test
    void io_asText_isALineForEachFigure() throws IOException {
        CommandRun run = benchmark();

        assertEquals(0, run.code(), run::err);
        assertEquals(9, run.out().lines().count(), run::out);
        assertTrue(run.out().lines().allMatch(line -> line.startsWith("io ")), run::out);
        assertLeftNothing();
    }

    private void assertLeftNothing() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }
}

package io.shardmesh.testing.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of malformed input in the documents is the one that is tried on real nodes. */
final class MalformedTableTest {

    @Test
    void rows_areThoseOfTheDocument() throws IOException {
        List<String> states =
                List.of(Malformed.State.values()).stream().map(Malformed.State::text).toList();
        List<String> written =
                Files.readAllLines(Path.of("../docs/limits.md")).stream()
                        .dropWhile(line -> !line.startsWith("## What is malformed"))
                        .filter(line ->
                                states.stream().anyMatch(s -> line.startsWith("| " + s + " |")))
                        .toList();
        assertEquals(
                String.join("\n", MalformedTable.rows()),
                String.join("\n", written),
                "docs/limits.md");
    }

    @Test
    void rows_areAllDifferentAndAtLeastForty() {
        List<String> rows = MalformedTable.rows();
        assertEquals(rows.size(), new HashSet<>(rows).size());
        assertTrue(rows.size() >= 40);
    }
}

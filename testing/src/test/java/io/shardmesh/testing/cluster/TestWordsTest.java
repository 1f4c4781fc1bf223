package io.shardmesh.testing.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestWordsTest {
    @Test
    void parse_everything_isTaken() {
        assertEquals(
                Optional.of(new TestWords(Path.of("d"), 200, 7)),
                TestWords.parse(
                        List.of("--kills", "200", "--seed", "7", "--dir", "d"), "--kills", 20));
    }

    @Test
    void parse_whatIsNotUnderstood_isNothing() {
        for (List<String> words :
                List.of(
                        List.<String>of(),
                        List.of("--dir"),
                        List.of("--dir", "d", "--kills"),
                        List.of("--dir", "d", "--kills", "0"),
                        List.of("--dir", "d", "--minutes", "3"))) {
            assertEquals(Optional.empty(), TestWords.parse(words, "--kills", 20), words::toString);
        }
    }
}

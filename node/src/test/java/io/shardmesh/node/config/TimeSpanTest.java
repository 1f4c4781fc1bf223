package io.shardmesh.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({"20s,20", "30m,1800", "12h,43200", "2d,172800", "0s,0"})
    void parse_spans(String text, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), TimeSpan.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "h", "-1h", "1.5h", "12 h", "1w", "9999999999s"})
    void parse_others_areNone(String text) {
        assertEquals(Optional.empty(), TimeSpan.parse(text));
    }
}

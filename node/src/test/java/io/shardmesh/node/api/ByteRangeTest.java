package io.shardmesh.node.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges mean what RFC 9110, section 14.1.2 says. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "0-0, 10, 0, 1",
        "0-9, 10, 0, 10",
        "3-5, 10, 3, 3",
        "9-, 10, 9, 1",
        "0-, 10, 0, 10",
        "4-100, 10, 4, 6",
        "-3, 10, 7, 3",
        "-30, 10, 0, 10",
        "999999999999999998-999999999999999999, 1000000000000000000, 999999999999999998, 2",
    })
    void within_whenTheFileHasSomeOfIt_givesWhereAndHowMuch(
            String text, long sizeBytes, long offset, long count) {
        ByteRange range = ByteRange.parse(text).orElseThrow();
        assertEquals(Optional.of(new ByteRange.Span(offset, count)), range.within(sizeBytes));
        assertEquals(text, range.toString());
    }

    @ParameterizedTest
    @CsvSource({"10-, 10", "10-11, 10", "0-0, 0", "0-, 0", "-1, 0", "-0, 10"})
    void within_whenTheFileHasNoneOfIt_isEmpty(String text, long sizeBytes) {
        assertEquals(Optional.empty(), ByteRange.parse(text).orElseThrow().within(sizeBytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "5",
                "5-4",
                "a-b",
                "1-2-3",
                "--1",
                "+1-2",
                "0x1-2",
                "1 - 2",
                "1.5-2",
                "1000000000000000000-"
            })
    void parse_whenItIsNoRange_isEmpty(String text) {
        assertEquals(Optional.empty(), ByteRange.parse(text));
    }

    @Test
    void parse_takesOneRangeOnly() {
        assertEquals(Optional.empty(), ByteRange.parse("0-1,3-4"));
    }
}

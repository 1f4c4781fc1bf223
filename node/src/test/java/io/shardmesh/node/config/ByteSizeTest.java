package io.shardmesh.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "500000000,500000000",
        "1kb,1000",
        "1 KiB,1024",
        "500 MB,500000000",
        "10GiB,10737418240",
        "500G,536870912000",
        "16k,16384",
        "2tb,2000000000000",
        "7b,7"
    })
    void parse_sizes(String text, long bytes) {
        assertEquals(OptionalLong.of(bytes), ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5GB", "GB", "1 XB", "1GB2", "99999999999999999999"})
    void parse_others_areNone(String text) {
        assertEquals(OptionalLong.empty(), ByteSize.parse(text));
    }

    @Test
    void parse_moreThanFits_isNone() {
        assertEquals(OptionalLong.empty(), ByteSize.parse("9000000000 GiB"));
    }
}

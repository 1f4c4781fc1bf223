package io.shardmesh.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemeTest {

    @ParameterizedTest
    @ValueSource(strings = {"4+2", "1+0", "1+1", "254+1", "1+254", "255+0"})
    void parse_scheme_printsTheSame(String text) {
        assertEquals(text, Scheme.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4",
                "4+",
                "+2",
                "0+2",
                "4-2",
                "04+2",
                "4+02",
                "4 + 2",
                "254+2",
                "999+999",
                "1+2147483647"
            })
    void parse_otherText_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Scheme.parse(text));
    }

    @Test
    void constructor_overflowingSum_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Scheme(255, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> new Scheme(1, -1));
    }
}

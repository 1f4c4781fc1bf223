package io.shardmesh.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    *.txt       | a.txt       | true
                    *.txt       | d/e/a.txt   | true
                    d/*.txt     | d/a.txt     | true
                    d/*.txt     | d/e/a.txt   | false
                    d/**        | d/e/a.txt   | true
                    d/**/a.txt  | d/a.txt     | true
                    d/**/a.txt  | d/e/f/a.txt | true
                    d/**/a.txt  | d/ba.txt    | false
                    **/a        | a           | true
                    d?a         | d/a         | false
                    [a-c].x     | b.x         | true
                    [!a-c].x    | b.x         | false
                    [!a-c].x    | d.x         | true
                    d[!x]a/**   | d/a/b       | false
                    {a,b*}.x    | bcd.x       | true
                    {a,b*}.x    | c.x         | false
                    a\\*b       | a*b         | true
                    a\\*b       | axb         | false
                    a.b         | axb         | false
                    a+(b)$^     | a+(b)$^     | true
                    [x          | [x          | error
                    """)
    void matchesName_eachPattern_meansWhatItSays(String pattern, String name, String expected) {
        if (expected.equals("error")) {
            assertThrows(IllegalArgumentException.class, () -> Glob.parse(pattern));
        } else {
            assertEquals(Boolean.parseBoolean(expected), Glob.parse(pattern).matchesName(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a]b", "a{b}", "x*"})
    void matchesName_nameThatIsThePattern_isMeant(String name) {
        assertEquals(true, Glob.parse(name).matchesName(name));
    }
}

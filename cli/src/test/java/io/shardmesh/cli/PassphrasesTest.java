package io.shardmesh.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PassphrasesTest {
    @TempDir Path directory;

    private Passphrases ofFile(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("p"), content);
        return new Passphrases(Optional.of(file), Terminal.none());
    }

    @Test
    void file_isItsFirstLine() throws IOException {
        for (String content : new String[] {"s \u00e9 ", "s \u00e9 \n", "s \u00e9 \r\nmore\n"}) {
            assertArrayEquals("s \u00e9 ".getBytes(UTF_8), ofFile(content).existing("x"));
        }
    }

    @Test
    void empty_isRefused() throws IOException {
        for (String content : new String[] {"", "\n", "\nsecond"}) {
            Passphrases empty = ofFile(content);
            assertThrows(UsageException.class, () -> empty.existing("x"));
            assertThrows(UsageException.class, () -> empty.fresh("x"));
        }
    }

    @Test
    void noFileAndNoTerminal_isAUsageError() {
        Passphrases none = new Passphrases(Optional.empty(), Terminal.none());
        assertThrows(UsageException.class, () -> none.existing("x"));
        assertThrows(UsageException.class, () -> none.fresh("x"));
    }

    @Test
    void fileThatIsNotThereOrHuge_isAUsageError() throws IOException {
        Passphrases missing =
                new Passphrases(Optional.of(directory.resolve("no")), Terminal.none());
        assertThrows(UsageException.class, () -> missing.existing("x"));
        Passphrases huge = ofFile("x".repeat(5000));
        assertThrows(UsageException.class, () -> huge.existing("x"));
    }
}

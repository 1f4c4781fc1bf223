package io.shardmesh.cli.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysPhraseCommandTest {
    @TempDir Path directory;

    @BeforeEach
    void keys() throws IOException {
        Files.writeString(directory.resolve("p"), "secret words\n");
        assertEquals(0, run("", "keys", "new").code());
    }

    private CommandRun run(String input, String... arguments) {
        List<String> all = new ArrayList<>();
        Collections.addAll(all, arguments);
        Collections.addAll(
                all,
                "--home",
                directory.resolve("home") + "",
                "--passphrase-file",
                directory.resolve("p") + "");
        return CommandRun.of(input.getBytes(US_ASCII), Map.of(), all.toArray(String[]::new));
    }

    @Test
    void withoutTerminal_nothingIsShown() {
        CommandRun refused = run("", "keys", "phrase");
        assertEquals(2, refused.code());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("--output FILE"), refused::err);
        assertEquals(2, run("", "keys", "phrase", "--confirm").code());
        assertEquals(2, run("", "keys", "phrase", "--test").code());
        assertEquals(2, run("", "keys", "phrase", "--phrase-file", "x").code());
    }

    @Test
    void output_isAPrivateFile_whoseWordsAreThisHomes() throws IOException {
        Path file = directory.resolve("phrase");
        CommandRun written = run("", "keys", "phrase", "--output", file.toString());
        assertEquals(0, written.code(), written::err);
        String phrase = Files.readString(file).strip();
        assertEquals(24, phrase.split(" ", -1).length);
        assertFalse((written.out() + written.err()).contains(phrase.split(" ", -1)[0] + " "));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(1, run("", "keys", "phrase", "--output", file.toString()).code());

        assertEquals(
                0, run("", "keys", "phrase", "--test", "--phrase-file", file.toString()).code());
        CommandRun same = run(phrase, "keys", "phrase", "--test", "--phrase-file", "-", "--json");
        assertEquals("{\"matches\":true}", same.out().strip());
    }

    @Test
    void otherPhrase_isToldApart_andAWrongOneIsNamedByPlace() {
        String other = "abandon ".repeat(23) + "art";
        CommandRun others = run(other, "keys", "phrase", "--test", "--phrase-file", "-");
        assertEquals(1, others.code());
        assertEquals("", others.err());
        for (String wrong :
                List.of("abandon ".repeat(24), "abandon zzz " + "abandon ".repeat(22), "a b c")) {
            CommandRun malformed = run(wrong, "keys", "phrase", "--test", "--phrase-file", "-");
            assertEquals(1, malformed.code());
            assertEquals("", malformed.out());
            assertFalse(malformed.err().contains("abandon"), malformed::err);
            assertFalse(malformed.err().contains("zzz"), malformed::err);
        }
    }
}

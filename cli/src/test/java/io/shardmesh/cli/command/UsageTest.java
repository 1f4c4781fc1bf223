package io.shardmesh.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before any node is started. */
final class UsageTest {
    @TempDir Path directory;
    private String home = "";
    private String passphrase = "";

    @BeforeEach
    void write() throws IOException {
        home = directory.resolve("home").toString();
        passphrase = Files.writeString(directory.resolve("p"), "secret words\n").toString();
    }

    private static void assertOneLine(CommandRun run) {
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("shardmesh: "), run::err);
        assertEquals(run.err().length() - 1, run.err().indexOf('\n'), run::err);
        assertFalse(run.err().contains("Exception"), run::err);
    }

    private CommandRun withHome(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--home", home, "--passphrase-file", passphrase));
        Collections.addAll(all, arguments);
        return CommandRun.of(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frob",
                "put",
                "put a b",
                "put --nonsense a",
                "get a",
                "get a b c",
                "info",
                "mesh revoke",
                "mesh frob",
                "mesh join",
                "mesh",
                "keys",
                "service --port x",
                "put --min-machines many f",
                "list --home"
            })
    void wrongWords_areOneLineAndCode2(String line) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertEquals(2, run.code(), run::err);
        assertOneLine(run);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put -",
                "put FILE --scheme 4-2",
                "put FILE --scheme 0+9",
                "put FILE --min-machines 0",
                "put FILE --block-size 8KiB",
                "put FILE --block-size 100000",
                "put FILE --block-size 2MiB",
                "put FILE --block-size big",
                "get x out --range 5-4",
                "get x out --range 0-1,4-5",
                "get x - --range all",
                "put FILE --public-key 02ab",
                "put FILE --public-key " + "zz",
                "mesh invite --role king",
                "mesh invite --expires 0s",
                "mesh invite --expires soon",
                "mesh invite --expires 31d",
                "mesh revoke abc",
                "service --storage much",
                "service --timeout 0",
                "service --bootstrap 10.0.0.1:80",
                "health --interval 5",
                "health --continuous --interval 0",
                "benchmark everything",
                "benchmark io --file-size 0",
                "benchmark io --file-size much",
                "benchmark io --iterations 0"
            })
    void valuesThatCannotBe_areOneLineAndCode2(String line) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "x");
        CommandRun run = withHome(line.replace("FILE", file.toString()).split(" "));
        assertEquals(2, run.code(), run::err);
        assertOneLine(run);
    }

    @ParameterizedTest
    @CsvSource({
        "put none, no such file",
        "put DIR, it is a directory",
        "get x DIR, it is a directory",
        "get x DIR/no/out, does not exist",
        "get x DIR/p, it exists",
        "keys export DIR/p, it exists",
        "benchmark io --dir DIR/none, make a folder in",
        "keys import DIR/none, no such key file",
        "keys import DIR/p, a key file has 96"
    })
    void thingsThatCannotBe_areOneLineAndCode1(String line, String cause) {
        CommandRun run = withHome(line.replace("DIR", directory.toString()).split(" "));
        assertEquals(1, run.code(), run::err);
        assertOneLine(run);
        assertTrue(run.err().contains(cause), run::err);
    }

    @Test
    void homeThatCannotBe_isOneLineAndCode1() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        for (String bad : List.of(file.toString(), directory.toString(), "/proc/nothing")) {
            CommandRun run = CommandRun.of("list", "--home", bad);
            assertEquals(1, run.code(), run::err);
            assertOneLine(run);
            assertTrue(run.err().contains(bad), run::err);
        }
    }

    @Test
    void commonOptions_standBeforeOrAfter() {
        CommandRun before = withHome("--json", "keys", "new");
        assertEquals(0, before.code(), before::err);
        CommandRun after =
                CommandRun.of(
                        "keys", "show", "--json", "--passphrase-file", passphrase, "--home", home);
        assertEquals(before.out(), after.out());
        CommandRun between = CommandRun.of("keys", "--home", home, "list", "--json");
        assertEquals("{\"root\":true,\"reading\":[]}\n", between.out());
    }

    @Test
    void homeAndPassphrase_comeFromTheEnvironment() {
        Map<String, String> environment =
                Map.of("SHARDMESH_HOME", home, "SHARDMESH_PASSPHRASE_FILE", passphrase);
        assertEquals(0, CommandRun.of(new byte[0], environment, "keys", "new").code());
        assertTrue(Files.exists(Path.of(home, "keys", "root.key")));
    }

    @Test
    void noPassphraseAndNoTerminal_isCode2AndMakesNoKeys() {
        CommandRun run = CommandRun.of("keys", "new", "--home", home);
        assertEquals(2, run.code());
        assertOneLine(run);
        assertTrue(run.err().contains("--passphrase-file"), run::err);
        assertFalse(Files.exists(Path.of(home, "keys", "root.key")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "peers",
                "mesh members",
                "distribution KEY",
                "get KEY DIR/out",
                "get KEY DIR/out --private-key DIR/other"
            })
    void commandsThatNeedNoSecret_askForNoneAndMakeNoKeys(String line) {
        String key = "shm1ocpibseeq6rechq64tp3t4rkqykjfuqmi5srkdampffl24hycr6aelwcxi";
        List<String> all = new ArrayList<>(List.of("--home", home));
        Collections.addAll(
                all, line.replace("KEY", key).replace("DIR", directory.toString()).split(" "));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertTrue(run.code() == 0 || run.err().contains("this home belongs to no mesh"), run::err);
        assertFalse(Files.exists(Path.of(home, "keys")));
    }

    @Test
    void keys_exportAndImport_giveTheSameOwner() throws IOException {
        String made = withHome("keys", "new", "--json").out();
        String exported = directory.resolve("root.bak").toString();
        assertEquals(0, withHome("keys", "export", exported).code());
        CommandRun again = withHome("keys", "new");
        assertEquals(1, again.code());
        assertOneLine(again);

        home = directory.resolve("other").toString();
        assertEquals(0, withHome("keys", "import", exported).code());
        assertEquals(made, withHome("keys", "show", "--json").out());

        home = directory.resolve("third").toString();
        passphrase = Files.writeString(directory.resolve("q"), "another").toString();
        CommandRun wrong = withHome("keys", "import", exported);
        assertEquals(1, wrong.code());
        assertOneLine(wrong);
        assertTrue(wrong.err().contains("passphrase"), wrong::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--help list", "list -h x", "", "frob"})
    void help_namesAllCommands_whateverElseIsThere(String line) {
        // A word that is no command is an error only without --help.
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));
        boolean ofProgram = line.isEmpty() || line.startsWith("--help");
        for (String command : List.of("mesh", "put", "list", "version")) {
            assertEquals(ofProgram, run.out().contains("  " + command + " "), run::out);
        }
    }

    @Test
    void argumentsInAFile_mayHoldTheCommand() throws IOException {
        Path words = Files.writeString(directory.resolve("words"), "keys\n");
        CommandRun run = withHome("@" + words, "list", "--json");
        assertEquals(0, run.code(), run::err);
        assertTrue(run.out().startsWith("{"), run::out);
    }

    @Test
    void withoutACommand_helpIsShown() {
        CommandRun run = CommandRun.of();
        assertEquals(0, run.code());
        for (String command : List.of("mesh", "put", "get", "list", "keys", "bootstrap")) {
            assertTrue(run.out().contains("  " + command + " "), run::out);
        }
        assertEquals(0, CommandRun.of("put", "--help").code());
    }

    @Test
    void version_namesKernelsAndJava() {
        String text = CommandRun.of("version").out();
        assertTrue(text.contains("BLAKE3") && text.contains("Reed-Solomon"), text);
        assertTrue(text.contains(System.getProperty("java.version")), text);
    }
}

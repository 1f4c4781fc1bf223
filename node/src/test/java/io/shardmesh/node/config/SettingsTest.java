package io.shardmesh.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.ByteRates;
import io.shardmesh.node.api.ConnectionOptions;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.FilesBackend;
import io.shardmesh.node.record.RecordLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    private static final Multiaddr ONE = Multiaddr.tcp("10.0.0.1", 1);
    private static final Multiaddr TWO = Multiaddr.tcp("10.0.0.2", 2);

    @TempDir Path directory;

    private Settings load(String toml, Map<String, String> environment) {
        try {
            return Settings.load(
                    Files.writeString(directory.resolve("config.toml"), toml), environment);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Failure failureOf(
            String toml, Map<String, String> environment, Function<Settings, Object> question) {
        Failure failure =
                assertThrows(FailureException.class, () -> question.apply(load(toml, environment)))
                        .failure();
        assertEquals(FailureKind.MALFORMED, failure.kind());
        return failure;
    }

    @Test
    void option_countsBeforeEnvironment_thatBeforeFile_thatBeforeNothing() {
        Settings both = load("port = 1\nmachine = \"file\"", Map.of("SHARDMESH_PORT", "2"));
        assertEquals(OptionalInt.of(3), both.port(OptionalInt.of(3)));
        assertEquals(OptionalInt.of(2), both.port(OptionalInt.empty()));
        assertEquals(OptionalInt.of(1), load("port = 1", Map.of()).port(OptionalInt.empty()));
        assertEquals(OptionalInt.empty(), load("", Map.of()).port(OptionalInt.empty()));
        assertEquals(Optional.of("file"), both.text(Setting.MACHINE, Optional.empty()));
        assertEquals(Optional.of("x"), both.text(Setting.MACHINE, Optional.of("x")));
        assertEquals(Optional.empty(), both.text(Setting.REGION, Optional.empty()));
    }

    @Test
    void blankVariable_isAsIfItWereNotThere() {
        assertEquals(
                OptionalInt.of(1),
                load("port = 1", Map.of("SHARDMESH_PORT", " ")).port(OptionalInt.empty()));
    }

    @Test
    void bootstrap_keepsItsOrderInEveryForm() {
        String toml = "bootstrap = [\"%s\", \"%s\"]".formatted(TWO, ONE);
        assertEquals(List.of(TWO, ONE), load(toml, Map.of()).bootstrap(List.of()));
        assertEquals(
                List.of(ONE, TWO),
                load(toml, Map.of("SHARDMESH_BOOTSTRAP", ONE + ", " + TWO)).bootstrap(List.of()));
        assertEquals(List.of(ONE), load(toml, Map.of()).bootstrap(List.of(ONE)));
    }

    @Test
    void storage_isReadAsASize() {
        assertEquals(
                OptionalLong.of(2_000_000_000L),
                load("storage = \"2 GB\"", Map.of()).storageBytes(OptionalLong.empty()));
        assertEquals(
                OptionalLong.of(7),
                load("storage = 7", Map.of()).storageBytes(OptionalLong.empty()));
    }

    @Test
    void reserveFree_isReadAsASize() {
        assertEquals(
                OptionalLong.of(1L << 30),
                load("reserve-free = \"1GiB\"", Map.of()).reserveFreeBytes());
        assertEquals(OptionalLong.empty(), load("", Map.of()).reserveFreeBytes());
    }

    @Test
    void connections_byDefault_haveRoomForEveryMemberOfTheLargestMesh() {
        assertTrue(ConnectionOptions.DEFAULT_COUNT > RecordLimits.MEMBER_COUNT);
        assertEquals(2_000, load("connections = 2000", Map.of()).connections().count());
        assertEquals(ConnectionOptions.defaults(), load("", Map.of()).connections());
        assertThrows(
                FailureException.class, () -> load("connections = 15", Map.of()).connections());
    }

    @Test
    void connections_limitsOfStrangers_areSettings() {
        String toml = "connections-per-address = 7\nconnection-rate = 5\nhandshakes = 12";
        ConnectionOptions read = load(toml, Map.of()).connections();
        assertEquals(new ConnectionOptions(ConnectionOptions.DEFAULT_COUNT, 7, 5, 12), read);
        assertEquals(3, read.handshakesPerAddress());
        assertTrue(
                failureOf("handshakes = 0", Map.of(), Settings::connections)
                        .cause()
                        .contains("from 1 to"));
    }

    @Test
    void rates_optionThenVariableThenFile_tooSmallIsRefusedNotRounded() {
        Map<String, String> variable = Map.of("SHARDMESH_LIMIT_UP", "2M");
        Settings both = load("limit-up = \"1M\"\nlimit-down = \"64K\"", variable);
        assertEquals(
                new ByteRates(OptionalLong.of(2 << 20), OptionalLong.of(64 << 10)),
                both.rates(OptionalLong.empty(), OptionalLong.empty()));
        assertEquals(
                OptionalLong.of(99_000),
                both.rates(OptionalLong.of(99_000), OptionalLong.empty()).upPerSecond());
        assertTrue(
                failureOf(
                                "limit-down = 16383",
                                Map.of(),
                                settings ->
                                        settings.rates(OptionalLong.empty(), OptionalLong.empty()))
                        .cause()
                        .contains("16KiB"));
    }

    @Test
    void typingErrors_areNamed_neverTakenForTheDefault() {
        assertTrue(
                failureOf("prot = 1", Map.of(), settings -> settings).cause().contains("\"prot\""));
        assertTrue(
                failureOf("a = 1\n = 2", Map.of(), settings -> settings).cause().contains("line"));
        assertEquals(
                "SHARDMESH_PORT",
                failureOf(
                                "port = 1",
                                Map.of("SHARDMESH_PORT", "65536"),
                                settings -> settings.port(OptionalInt.empty()))
                        .subject());
        assertTrue(
                failureOf(
                                "storage = \"much\"",
                                Map.of(),
                                settings -> settings.storageBytes(OptionalLong.empty()))
                        .subject()
                        .contains("\"storage\" in"));
        Failure _ =
                failureOf(
                        "bootstrap = [\"10.0.0.1:80\"]",
                        Map.of(),
                        settings -> settings.bootstrap(List.of()));
        Failure _ = failureOf("bind = { a = 1 }", Map.of(), settings -> settings);
    }

    @Test
    void filesBackend_isOneOfThree() {
        Settings settings =
                Settings.load(
                        directory.resolve("none.toml"), Map.of("SHARDMESH_FILES_BACKEND", "uring"));
        assertEquals(FilesBackend.URING, settings.filesBackend());
        assertEquals(
                "SHARDMESH_FILES_BACKEND",
                failureOf("", Map.of("SHARDMESH_FILES_BACKEND", "fast"), Settings::filesBackend)
                        .subject());
    }

    @Test
    void noFile_isNoSetting() {
        Settings none = Settings.load(directory.resolve("none.toml"), Map.of());
        assertEquals(OptionalInt.empty(), none.port(OptionalInt.empty()));
    }
}

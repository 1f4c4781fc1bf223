package io.shardmesh.node.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small files of a home: peer key, state, addresses, log. */
final class HomeFilesTest {
    @TempDir Path directory;
    private final Random seeded = new Random(11);
    private final RandomSource random = seeded::nextBytes;
    private Home home;

    @BeforeEach
    void open() {
        home = Home.open(directory.resolve("home"));
    }

    private PeerId peer() {
        try (SigningKey key = PeerKeyFile.open(home, random)) {
            return PeerId.of(key.verifyingKey());
        }
    }

    @Test
    void peerKey_isKeptAndDiffersBetweenHomes() {
        PeerId first = peer();
        assertEquals(first, peer());
        home = Home.open(directory.resolve("other"));
        assertNotEquals(first, peer());
    }

    @Test
    void peerKey_damagedFile_isNeverReplacedByAnotherIdentity() throws IOException {
        PeerId _ = peer();
        byte[] whole = Files.readAllBytes(home.resolve("peer.key"));
        assertEquals(40, whole.length);
        byte[][] damaged = {{}, java.util.Arrays.copyOf(whole, 39), new byte[40], new byte[41]};
        for (byte[] content : damaged) {
            Files.write(home.resolve("peer.key"), content);
            FailureException thrown = assertThrows(FailureException.class, this::peer);
            assertEquals(FailureKind.MALFORMED, thrown.failure().kind());
        }
    }

    @Test
    void state_deviceIdAndPortAreKept_unknownFieldsToo() throws IOException {
        SavedState fresh = SavedState.open(home, random);
        assertEquals(OptionalInt.empty(), fresh.port());
        assertEquals(fresh, SavedState.open(home, random));
        Path file = home.resolve("state.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"later\": [1, 2],"));
        SavedState.savePort(home, 4321);
        assertEquals(
                new SavedState(fresh.deviceId(), OptionalInt.of(4321)),
                SavedState.open(home, random));
        assertTrue(Files.readString(file).contains("later"));
    }

    @Test
    void state_damagedFile_isSaidWithItsLine() throws IOException {
        for (String bad : new String[] {"{\n\"port\": }", "[]", "{\"deviceId\":\"../..\"}"}) {
            Files.writeString(home.resolve("state.json"), bad);
            FailureException thrown =
                    assertThrows(FailureException.class, () -> SavedState.open(home, random));
            assertEquals(FailureKind.MALFORMED, thrown.failure().kind());
        }
    }

    @Test
    void log_goesToTheFileAndKeepsForeignTextOnItsLine() throws IOException {
        try (HomeLog _ = HomeLog.open(home)) {
            System.getLogger("io.shardmesh.test")
                    .log(Level.WARNING, "peer says {0}", "hello\n2026 INFO forged");
            System.getLogger("io.shardmesh.test").log(Level.DEBUG, "too fine");
        }
        List<String> lines = Files.readAllLines(home.resolve("log/shardmesh.0.log"));
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(
                lines.getFirst()
                        .endsWith("WARNING io.shardmesh.test peer says hello 2026 INFO forged"),
                lines::toString);
    }
}

package io.shardmesh.testing.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownProcessTest {
    private static final KnownProcess SELF = KnownProcess.of(ProcessHandle.current());

    @Test
    void alive_ofThisProcess_isTrue() {
        assertTrue(SELF.alive());
    }

    @Test
    void alive_whenThePidIsSomebodyElsesByNow_isFalse() {
        assertFalse(new KnownProcess(SELF.pid(), SELF.startMillis() - 60_000).alive());
    }

    @Test
    void load_whatWasSaved_isTheSame(@TempDir Path directory) {
        SELF.save(directory.resolve("1.pid"));

        assertEquals(Optional.of(SELF), KnownProcess.load(directory.resolve("1.pid")));
        assertEquals(Optional.empty(), KnownProcess.load(directory.resolve("2.pid")));
    }
}

package io.shardmesh.node.home;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
    @TempDir Path directory;

    private static Failure failureOf(Path path) {
        return assertThrows(FailureException.class, () -> Home.open(path)).failure();
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void open_nothingThere_makesAPrivateHomeOfThisFormat() throws IOException {
        Home home = Home.open(directory.resolve("a/b"));
        assertEquals("rwx------", modeOf(home.directory()));
        assertEquals("shardmesh home 1\n", Files.readString(home.resolve("format")));
        assertEquals("rw-------", modeOf(home.resolve("format")));
        assertEquals("rwx------", modeOf(home.makeDirectory("x/y")));
    }

    @Test
    void open_emptyDirectoryThatOthersCouldRead_isMadePrivate() throws IOException {
        Path path = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Home.open(path);
        assertEquals("rwx------", modeOf(path));
        Home.open(path);
    }

    @Test
    void open_directoryOfOtherThings_isRefusedAndLeftAlone() throws IOException {
        Path path = Files.createDirectory(directory.resolve("documents"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(path.resolve("letter.txt"), "x");
        assertEquals(FailureKind.REFUSED, failureOf(path).kind());
        assertEquals("rwxr-xr-x", modeOf(path));
        assertFalse(Files.exists(path.resolve("format")));
    }

    @Test
    void open_file_isRefused() throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "x");
        assertEquals(path.toString(), failureOf(path).subject());
    }

    @Test
    void open_newerFormat_saysWhich() throws IOException {
        Home home = Home.open(directory.resolve("h"));
        Files.writeString(home.resolve("format"), "shardmesh home 2\n");
        Failure failure = failureOf(home.directory());
        assertEquals(FailureKind.MALFORMED, failure.kind());
        assertTrue(failure.cause().contains("shardmesh home 2"), failure::cause);
        Files.writeString(home.resolve("format"), "x".repeat(10_000));
        assertEquals(FailureKind.MALFORMED, failureOf(home.directory()).kind());
    }

    @Test
    void atomicFile_replacesWholeAndLeavesNoTemporaryFile() throws IOException {
        Path file = directory.resolve("f");
        AtomicFile.replace(file, "long content".getBytes(StandardCharsets.UTF_8));
        AtomicFile.replace(file, "short".getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(
                "short".getBytes(StandardCharsets.UTF_8), AtomicFile.read(file, 5).orElseThrow());
        assertEquals("rw-------", modeOf(file));
        try (var entries = Files.list(directory)) {
            assertEquals(1, entries.count());
        }
        assertThrows(FailureException.class, () -> AtomicFile.read(file, 4));
        assertTrue(AtomicFile.read(directory.resolve("none"), 4).isEmpty());
    }

    @Test
    void atomicFile_missingDirectory_namesTheFile() {
        Path file = directory.resolve("no/f");
        Failure failure =
                assertThrows(FailureException.class, () -> AtomicFile.replace(file, new byte[0]))
                        .failure();
        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals(file.toString(), failure.subject());
    }
}

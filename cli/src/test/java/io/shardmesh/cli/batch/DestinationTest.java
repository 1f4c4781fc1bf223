package io.shardmesh.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DestinationTest {
    private static final BundledFile.Facts FACTS =
            new BundledFile.Facts("", 0640, Instant.ofEpochSecond(1_000_000_000, 123_456_789));

    @TempDir private Path folder;
    private Path into = Path.of("");

    @BeforeEach
    void choose() {
        into = folder.resolve("into");
    }

    @Test
    void begin_nameWithFolders_isWrittenThereWithModeAndTime() throws IOException {
        write("a/b/c", false);
        Path file = into.resolve("a/b/c");
        assertEquals("a/b/c", Files.readString(file));
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(FACTS.modified(), Files.getLastModifiedTime(file).toInstant());
        try (var left = Files.list(into)) {
            assertEquals(List.of(into.resolve("a")), left.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/x",
                "../x",
                "a/../../x",
                "a//x",
                "a/./x",
                "..",
                ".",
                "a/",
                ".shardmesh-batch/x"
            })
    void begin_nameThatLeadsElsewhere_isRefused(String name) {
        assertKind(FailureKind.REFUSED, name, false);
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void begin_folderThatIsALink_isNotFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createDirectories(into);
        Files.createSymbolicLink(into.resolve("a"), outside);
        assertKind(FailureKind.REFUSED, "a/x", false);
        assertKind(FailureKind.REFUSED, "a/b/x", true);
        assertFalse(Files.exists(outside.resolve("x")));
        assertFalse(Files.exists(outside.resolve("b")));
    }

    @Test
    void begin_stagingThatIsALink_isNotFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createDirectories(into);
        Files.createSymbolicLink(into.resolve(Destination.STAGING), outside);
        assertThrows(FailureException.class, () -> Destination.open(into, false).close());
        try (var made = Files.list(outside)) {
            assertEquals(List.of(), made.toList());
        }
    }

    @Test
    void begin_fileThatExists_isReplacedOnlyWhenThatIsAsked() throws IOException {
        Files.createDirectories(into);
        Files.writeString(into.resolve("x"), "before");
        assertKind(FailureKind.EXISTS, "x", false);
        assertEquals("before", Files.readString(into.resolve("x")));
        write("x", true);
        assertEquals("x", Files.readString(into.resolve("x")));
        Files.createDirectories(into.resolve("d"));
        assertKind(FailureKind.NOT_A_FILE, "d", true);
    }

    @Test
    void begin_linkInTheFilesPlace_isNotWrittenThrough() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "before");
        Files.createDirectories(into);
        Files.createSymbolicLink(into.resolve("x"), outside);
        assertKind(FailureKind.NOT_A_FILE, "x", true);
        assertEquals("before", Files.readString(outside));
    }

    @Test
    void open_whileAnotherWrites_isRefusedAndAfterACrashCleans() throws IOException {
        try (var _ = Destination.open(into, false)) {
            FailureException thrown =
                    assertThrows(
                            FailureException.class, () -> Destination.open(into, false).close());
            assertEquals(FailureKind.IN_USE, thrown.failure().kind());
        }
        Path staging = Files.createDirectories(into.resolve(Destination.STAGING));
        Files.writeString(staging.resolve("0"), "left by a crash");
        write("x", false);
        assertEquals("x", Files.readString(into.resolve("x")));
        assertFalse(Files.exists(staging));
    }

    @Test
    void begin_twoFilesOfOneName_refusesTheSecond() {
        try (Destination destination = Destination.open(into, true);
                Folders folders = destination.folders();
                StagedFile first = destination.begin("a/x", false, folders)) {
            first.finish(FACTS);
            FailureException thrown =
                    assertThrows(
                            FailureException.class,
                            () -> destination.begin("b/x", false, folders).close());
            assertEquals(FailureKind.EXISTS, thrown.failure().kind());
        }
    }

    @Test
    void unpacking_bundleInPieces_writesEachFileAndNamesTheDamagedOne() throws IOException {
        byte[] content = "..aaaa...bbcc".getBytes(StandardCharsets.UTF_8);
        List<BundledFile> files = new ArrayList<>();
        files.add(file("a", 2, "aaaa", "aaaa"));
        files.add(file("none", 6, "", ""));
        files.add(file("b", 9, "bb", "other"));
        files.add(file("../c", 11, "cc", "cc"));
        for (int piece = 1; piece <= content.length; piece++) {
            Path target = folder.resolve("pieces-" + piece);
            try (Destination destination = Destination.open(target, false);
                    Unpacking unpacking =
                            new Unpacking(files, 2, destination, true, Runnable::run)) {
                for (int at = 2; at < content.length; at += piece) {
                    int count = Math.min(piece, content.length - at);
                    unpacking.write(ByteBuffer.wrap(content, at, count)).join();
                }
                unpacking.end(null);
                assertEquals(2, unpacking.writtenCount());
                assertEquals(
                        List.of("b", "../c"),
                        unpacking.problems().stream().map(Problem::name).toList());
            }
            assertEquals("aaaa", Files.readString(target.resolve("a")));
            assertEquals("", Files.readString(target.resolve("none")));
            assertFalse(Files.exists(target.resolve("b")));
        }
    }

    @Test
    void unpacking_thatEndsEarly_writesNothingThatIsNotWhole() {
        List<BundledFile> files = List.of(file("a", 0, "aaaa", "aaaa"), file("b", 4, "bb", "bb"));
        try (Destination destination = Destination.open(into, false);
                Unpacking unpacking = new Unpacking(files, 0, destination, true, Runnable::run)) {
            unpacking.write(ByteBuffer.wrap(new byte[] {'a', 'a', 'a'})).join();
            unpacking.end(null);
            assertEquals(0, unpacking.writtenCount());
            assertEquals(2, unpacking.problems().size());
        }
        assertFalse(Files.exists(into.resolve("a")));
    }

    private static BundledFile file(String name, long offset, String content, String hashed) {
        return new BundledFile(
                name,
                offset,
                content.length(),
                Blake3.hash(hashed.getBytes(StandardCharsets.UTF_8)),
                FACTS);
    }

    private void write(String name, boolean replace) {
        try (Destination destination = Destination.open(into, replace);
                Folders folders = destination.folders();
                StagedFile file = destination.begin(name, true, folders)) {
            file.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
            file.finish(FACTS);
        }
    }

    private void assertKind(FailureKind kind, String name, boolean replace) {
        FailureException thrown =
                assertThrows(FailureException.class, () -> write(name, replace), name);
        assertEquals(kind, thrown.failure().kind());
    }
}

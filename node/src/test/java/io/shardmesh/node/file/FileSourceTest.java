package io.shardmesh.node.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSourceTest {
    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("f"), "0123456789");
    }

    /** Changes the file in some way. */
    private interface Change {
        void make() throws IOException;
    }

    private static int readAll(FileSource source) {
        int total = 0;
        ByteBuffer target = ByteBuffer.allocate(4);
        for (int count = source.read(target).join();
                count >= 0;
                count = source.read(target.clear()).join()) {
            total += count;
        }
        return total;
    }

    private FailureKind readWhile(Change change) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            int _ = source.read(ByteBuffer.allocate(4)).join();
            change.make();
            CompletionException thrown =
                    assertThrows(CompletionException.class, () -> readAll(source));
            return FailureException.find(thrown).orElseThrow().kind();
        }
    }

    @Test
    void read_unchangedFile_givesAllOfIt() {
        try (FileSource source = FileSource.open(file)) {
            assertEquals(10, readAll(source));
            assertEquals(10, source.sizeBytes().orElseThrow());
        }
    }

    @Test
    void read_fileThatGrows_fails() throws IOException {
        assertEquals(
                FailureKind.SOURCE_CHANGED,
                readWhile(() -> Files.writeString(file, "more", StandardOpenOption.APPEND)));
    }

    @Test
    void read_fileThatShrinks_fails() throws IOException {
        assertEquals(FailureKind.SOURCE_CHANGED, readWhile(() -> Files.writeString(file, "0123")));
    }

    @Test
    void read_fileThatIsRewrittenInItsSize_fails() throws IOException {
        assertEquals(
                FailureKind.SOURCE_CHANGED,
                readWhile(() -> {
                    Files.writeString(file, "abcdefghij");
                    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
                }));
    }

    /** Only the file's identity tells: size and time are those of the old one. */
    @Test
    void read_fileThatIsReplacedByATwin_fails() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        assertEquals(
                FailureKind.SOURCE_CHANGED,
                readWhile(() -> {
                    Path twin = Files.writeString(directory.resolve("g"), "abcdefghij");
                    Files.setLastModifiedTime(twin, time);
                    Files.move(twin, file, StandardCopyOption.ATOMIC_MOVE);
                }));
    }

    @Test
    void open_whatIsNoReadableFile_saysWhy() throws IOException {
        assertEquals(FailureKind.NOT_FOUND, openFailure(directory.resolve("none")));
        assertEquals(FailureKind.NOT_A_FILE, openFailure(directory));
        assertEquals(FailureKind.NOT_A_FILE, openFailure(Path.of("/dev/null")));
    }

    private static FailureKind openFailure(Path path) {
        return assertThrows(FailureException.class, () -> FileSource.open(path)).failure().kind();
    }

    @Test
    void mode_isThePermissionBits() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
        try (FileSource source = FileSource.open(file)) {
            assertEquals(0651, source.mode());
        }
    }
}

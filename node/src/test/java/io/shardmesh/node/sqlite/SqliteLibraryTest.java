package io.shardmesh.node.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

final class SqliteLibraryTest {

    @TempDir Path folder;

    @Test
    void keptIn_emptyFolder_unpacksTheLibraryOfThisSystem() throws Exception {
        Path file = SqliteLibrary.keptIn(folder);
        String resource =
                LibraryLoaderUtil.getNativeLibResourcePath()
                        + "/"
                        + LibraryLoaderUtil.getNativeLibName();
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            assertArrayEquals(
                    Objects.requireNonNull(packed).readAllBytes(), Files.readAllBytes(file));
        }
        assertEquals(List.of(file), files());
    }

    @Test
    void keptIn_again_leavesTheFileAlone() throws Exception {
        Path file = SqliteLibrary.keptIn(folder);
        FileTime old = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(file, old);
        assertEquals(file, SqliteLibrary.keptIn(folder));
        assertEquals(old, Files.getLastModifiedTime(file));
    }

    @Test
    void keptIn_fileCutShort_unpacksAnew() throws Exception {
        Path file = SqliteLibrary.keptIn(folder);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[100], StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(file, SqliteLibrary.keptIn(folder));
        assertEquals(whole.length, Files.size(file));
    }

    @Test
    void keptIn_fileOfAnotherVersion_replacesIt() throws Exception {
        Path other = Files.writeString(folder.resolve("sqlite-3.1.4-amd64-00000000"), "old");
        Path file = SqliteLibrary.keptIn(folder);
        assertTrue(Files.notExists(other));
        assertEquals(List.of(file), files());
    }

    @Test
    void keptIn_whatAKilledProcessWasUnpacking_isRemoved() throws Exception {
        Files.writeString(folder.resolve("sqlite-unpacking123.tmp"), "half");
        Path file = SqliteLibrary.keptIn(folder);
        assertEquals(List.of(file), files());
    }

    @Test
    void keptIn_noFolder_fails() {
        assertThrows(IOException.class, () -> SqliteLibrary.keptIn(folder.resolve("none")));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}

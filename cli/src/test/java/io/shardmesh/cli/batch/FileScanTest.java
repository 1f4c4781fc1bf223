package io.shardmesh.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileScanTest {
    @TempDir private Path folder;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("in/deep/er"));
        Files.createDirectories(folder.resolve("in/empty"));
        for (String name : List.of("in/b.txt", "in/a.bin", "in/deep/c.txt", "in/deep/er/d.txt")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("in/a.bin"));
    }

    @Test
    void add_folder_takesItsFilesInOrderAndNamesTheLink() {
        FileScan scan = scan(false, "in");
        assertEquals(List.of("a.bin", "b.txt"), names(scan));
        assertEquals(1, scan.problems().size());
        assertTrue(scan.problems().getFirst().name().endsWith("in/link"));
        assertEquals(FailureKind.NOT_A_FILE, scan.problems().getFirst().what().kind());
        assertEquals(2, scan.leftFolderCount());
    }

    @Test
    void add_folderRecursively_takesAllBelowAndCountsEmptyFolders() {
        FileScan scan = scan(true, "in");
        assertEquals(List.of("a.bin", "b.txt", "deep/c.txt", "deep/er/d.txt"), names(scan));
        assertEquals(1, scan.emptyFolderCount());
        assertEquals(0, scan.leftFolderCount());
    }

    @Test
    void add_pattern_takesWhatItMeans() {
        assertEquals(List.of("b.txt"), names(scan(false, "in/*.txt")));
        assertEquals(
                List.of("b.txt", "deep/c.txt", "deep/er/d.txt"), names(scan(false, "in/**/*.txt")));
        assertEquals(List.of("deep/c.txt"), names(scan(false, "in/d*")));
    }

    @Test
    void add_theSameFileTwice_takesItOnce() {
        FileScan scan = scan(false, "in/a.bin");
        scan.add(folder.resolve("in/../in/./a.bin").toString());
        assertEquals(List.of("a.bin"), names(scan));
    }

    @Test
    void add_whatMeansNothing_saysSo() throws IOException {
        Files.createDirectories(folder.resolve("only/folders"));
        for (String argument : List.of("gone", "in/*.jpg", "in/empty", "only")) {
            FailureException thrown =
                    assertThrows(FailureException.class, () -> scan(false, argument), argument);
            assertEquals(FailureKind.NOT_FOUND, thrown.failure().kind());
        }
    }

    private FileScan scan(boolean recursive, String argument) {
        FileScan scan = new FileScan(recursive);
        scan.add(folder.resolve(argument).toString());
        return scan;
    }

    private List<String> names(FileScan scan) {
        String prefix = folder.resolve("in").toString().substring(1) + "/";
        return scan.files().stream().map(file -> file.name().substring(prefix.length())).toList();
    }
}

package io.shardmesh.testing.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCopyTest {
    private static final String KEY = "abcd" + "0".repeat(60);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private Path folder() {
        return directory.resolve("1/store/objects/ab/cd");
    }

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder());
    }

    private StoreCopy.Contents check() throws IOException {
        ServiceProcess node = new ServiceProcess(directory, "1");
        try (StoreCopy copy = StoreCopy.of(node, directory.resolve("copy"))) {
            return copy.check();
        }
    }

    @Test
    void check_shardThatWasNeverCommitted_isNoDisagreement() throws IOException {
        Files.writeString(folder().resolve(KEY + ".0.shard"), "as far as it came");

        assertEquals(new StoreCopy.Contents(List.of(), 0), check());
        assertTrue(Files.exists(folder().resolve(KEY + ".0.shard")), "the store was changed");
    }

    @Test
    void check_recordThatIsNone_throws() throws IOException {
        Files.writeString(folder().resolve(KEY + ".0.shard"), "bytes");
        Files.writeString(folder().resolve(KEY + ".0.record"), "no record");

        assertThrows(ClusterException.class, this::check);
    }

    @Test
    void check_recordWithoutItsShard_throws() throws IOException {
        Files.writeString(folder().resolve(KEY + ".0.record"), "no record");

        assertThrows(ClusterException.class, this::check);
    }
}

package io.shardmesh.node.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FilesBackend;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.store.InlineCompute;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HolderFilesTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ThreadStrand strand = new ThreadStrand("strand", bug -> lines.add("" + bug));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    private HolderFiles open(FilesBackend wanted) {
        Environment environment =
                new Environment(
                        strand,
                        InstantSource.system(),
                        new SystemRandom(),
                        new InlineCompute(),
                        new Lines());
        return HolderFiles.open(root, wanted, environment).join();
    }

    @AfterEach
    void stop() {
        strand.close();
    }

    @Test
    void channel_startsNoRingAndSaysNothing() {
        HolderFiles files = open(FilesBackend.CHANNEL);

        assertTrue(files.ring().isEmpty());
        assertEquals(List.of(), lines);
    }

    @Test
    void autoAndUring_sayOneLine_andReadWhatWasWritten() {
        for (FilesBackend wanted : List.of(FilesBackend.AUTO, FilesBackend.URING)) {
            lines.clear();
            HolderFiles files = open(wanted);

            assertEquals(1, lines.size(), lines::toString);
            assertTrue(lines.getFirst().startsWith("files: io_uring for "), lines::toString);
            write(files, wanted.toString());
            for (OpenMode mode :
                    List.of(OpenMode.READ, OpenMode.READ_SCATTERED, OpenMode.READ_UNCACHED)) {
                assertEquals(wanted.toString(), read(files, wanted.toString(), mode));
            }
            files.close().join();
        }
    }

    private static void write(HolderFiles files, String name) {
        FileHandle file = files.port().open(name, OpenMode.CREATE_NEW).join();
        file.writeSynced(0, ByteBuffer.wrap(name.getBytes(UTF_8))).join();
        file.close().join();
    }

    private static String read(HolderFiles files, String name, OpenMode mode) {
        FileHandle file = files.port().open(name, mode).join();
        ByteBuffer target = ByteBuffer.allocate(100);
        int count = file.read(0, target).join();
        file.close().join();
        return new String(target.array(), 0, count, UTF_8);
    }

    private final class Lines implements Journal {
        @Override
        public void info(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add(line);
        }
    }
}

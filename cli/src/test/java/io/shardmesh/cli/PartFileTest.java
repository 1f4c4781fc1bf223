package io.shardmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartFileTest {
    @TempDir Path directory;

    private FailureKind refusalOf(Path output, boolean force) {
        return assertThrows(
                        FailureException.class,
                        () -> PartFile.open(output, force).close(),
                        output.toString())
                .failure()
                .kind();
    }

    private static void write(PartFile part, String text) {
        part.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))).join();
    }

    private long entryCount() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    @Test
    void finish_makesTheOutputAndNothingElse() throws IOException {
        Path output = directory.resolve("out");
        try (PartFile part = PartFile.open(output, false)) {
            write(part, "ab");
            write(part, "cd");
            assertFalse(Files.exists(output));
            part.finish();
        }
        assertEquals("abcd", Files.readString(output));
        assertEquals(1, entryCount());
    }

    @Test
    void close_withoutFinish_leavesNothing() throws IOException {
        try (PartFile part = PartFile.open(directory.resolve("out"), false)) {
            write(part, "ab");
        }
        assertEquals(0, entryCount());
    }

    @Test
    void open_outputsThatCannotBe_areRefusedAtOnce() throws IOException {
        Path there = Files.writeString(directory.resolve("there"), "old");
        assertEquals(FailureKind.EXISTS, refusalOf(there, false));
        assertEquals(FailureKind.NOT_A_FILE, refusalOf(directory, true));
        assertEquals(FailureKind.NOT_A_FILE, refusalOf(Path.of("/dev/null"), true));
        assertEquals(FailureKind.NOT_FOUND, refusalOf(directory.resolve("no/out"), false));
        assertEquals("old", Files.readString(there));
        assertEquals(1, entryCount());
    }

    @Test
    void finish_withForce_replaces_andWithoutNeverDoes() throws IOException {
        Path output = Files.writeString(directory.resolve("out"), "old");
        try (PartFile part = PartFile.open(output, true)) {
            write(part, "new");
            part.finish();
        }
        assertEquals("new", Files.readString(output));

        Path late = directory.resolve("late");
        try (PartFile part = PartFile.open(late, false)) {
            write(part, "mine");
            Files.writeString(late, "theirs");
            FailureException thrown = assertThrows(FailureException.class, part::finish);
            assertEquals(FailureKind.EXISTS, thrown.failure().kind());
        }
        assertEquals("theirs", Files.readString(late));
        assertEquals(2, entryCount());
    }

    @Test
    void open_partFileThatACrashLeft_isTakenOver() throws IOException {
        Path output = directory.resolve("out");
        Files.writeString(
                directory.resolve(".out.shardmesh-part"), "much longer than what comes now");
        try (PartFile part = PartFile.open(output, false)) {
            write(part, "x");
            part.finish();
        }
        assertEquals("x", Files.readString(output));
        assertEquals(1, entryCount());
    }

    /** A service may still be writing for a command that was killed. */
    @Test
    void open_partFileThatACrashLeft_isNeverWrittenByWhoeverHasItOpen() throws IOException {
        Path output = directory.resolve("out");
        Path left = Files.createFile(directory.resolve(".out.shardmesh-part"));
        try (FileChannel late = FileChannel.open(left, StandardOpenOption.WRITE);
                PartFile part = PartFile.open(output, false)) {
            write(part, "ours");
            late.write(ByteBuffer.wrap("theirs".getBytes(StandardCharsets.UTF_8)));
            part.finish();
        }
        assertEquals("ours", Files.readString(output));
    }

    @Test
    void open_whileAnotherGetWritesTheSameOutput_isRefusedAndHarmsNothing() throws IOException {
        Path output = directory.resolve("out");
        try (PartFile first = PartFile.open(output, false)) {
            write(first, "first");
            assertEquals(FailureKind.IN_USE, refusalOf(output, false));
            first.finish();
        }
        assertEquals("first", Files.readString(output));
        assertTrue(entryCount() == 1);
    }
}

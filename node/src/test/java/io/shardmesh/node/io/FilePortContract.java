package io.shardmesh.node.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every file port does. An adapter's test gives an empty port and a way to wait for its
 * futures.
 */
public abstract class FilePortContract {
    /** The same port throughout one test. */
    protected abstract FilePort files();

    /** Lets time go on until the future is done; throws what it failed with, unwrapped. */
    protected abstract <T> T await(CompletableFuture<T> future);

    @Test
    void open_missing_failsWithNotFoundAndThePath() {
        assertFails(FailureKind.NOT_FOUND, "a", files().open("a", OpenMode.READ));
        assertFails(FailureKind.NOT_FOUND, "a", files().open("a", OpenMode.READ_WRITE));
        assertFails(FailureKind.NOT_FOUND, "no/a", files().open("no/a", OpenMode.CREATE));
    }

    @Test
    void open_createNewTwice_failsWithExists() {
        put("a", "first");

        assertFails(FailureKind.EXISTS, "a", files().open("a", OpenMode.CREATE_NEW));
        assertEquals("first", text("a"));
    }

    @Test
    void open_createExisting_keepsContent() {
        put("a", "first");

        await(await(files().open("a", OpenMode.CREATE)).close());

        assertEquals("first", text("a"));
    }

    @Test
    void open_directory_failsWithNotAFile() {
        await(files().createDirectories("d"));

        for (OpenMode mode : List.of(OpenMode.READ, OpenMode.READ_WRITE, OpenMode.CREATE)) {
            assertFails(FailureKind.NOT_A_FILE, "d", files().open("d", mode));
        }
    }

    @Test
    void open_belowAFile_failsWithNotFound() {
        put("a", "file");

        assertFails(FailureKind.NOT_FOUND, "a/b", files().open("a/b", OpenMode.CREATE));
    }

    @Test
    void paths_leavingTheRoot_areBugs() {
        for (String path : List.of("../a", "/a", "a/../b", "a//b", ".", "a/", "a\0b")) {
            assertThrows(IllegalArgumentException.class, () -> files().info(path), path);
        }
    }

    @Test
    void read_pastTheEnd_isMinusOne() {
        put("a", "12345");
        FileHandle file = await(files().open("a", OpenMode.READ));
        ByteBuffer target = ByteBuffer.allocate(10);

        assertEquals(2, await(file.read(3, target)));
        assertEquals(2, target.position());
        assertEquals(-1, await(file.read(5, target)));
        assertEquals(-1, await(file.read(500, target)));
        await(file.close());
    }

    @Test
    void write_leavingAGap_readsZeros() {
        FileHandle file = await(files().open("a", OpenMode.CREATE_NEW));
        await(file.write(0, bytes("xxxxxxxx")));
        await(file.truncate(2));
        await(file.write(5, bytes("y")));

        assertEquals(6, await(file.size()));
        await(file.close());
        assertEquals("xx\0\0\0y", text("a"));
    }

    @Test
    void write_fromADirectBufferWithPosition_writesTheRestAndMovesIt() {
        ByteBuffer source = ByteBuffer.allocateDirect(8).put("01234567".getBytes(UTF_8));
        source.position(2).limit(6);
        FileHandle file = await(files().open("a", OpenMode.CREATE_NEW));

        await(file.write(0, source));

        assertEquals(6, source.position());
        await(file.close());
        assertEquals("2345", text("a"));
    }

    @Test
    void write_overwritingTheMiddle_keepsTheRest() {
        put("a", "0123456789");
        FileHandle file = await(files().open("a", OpenMode.READ_WRITE));

        await(file.write(3, bytes("ab")));
        await(file.sync());

        await(file.close());
        assertEquals("012ab56789", text("a"));
    }

    @Test
    void write_handleForReading_fails() {
        put("a", "content");
        FileHandle file = await(files().open("a", OpenMode.READ));

        assertFails(FailureKind.IO, "a", file.write(0, bytes("x")));
        assertFails(FailureKind.IO, "a", file.truncate(0));
        await(file.close());
        assertEquals("content", text("a"));
    }

    @Test
    void truncate_longerThanTheFile_changesNothing() {
        put("a", "123");
        FileHandle file = await(files().open("a", OpenMode.READ_WRITE));

        await(file.truncate(100));

        assertEquals(3, await(file.size()));
        await(file.close());
    }

    @Test
    void close_withWritesUnderWay_waitsForThem() {
        FileHandle file = await(files().open("a", OpenMode.CREATE_NEW));
        CompletableFuture<Void> first = file.write(0, bytes("12"));
        CompletableFuture<Void> second = file.write(2, bytes("34"));

        await(file.close());

        await(first);
        await(second);
        assertEquals("1234", text("a"));
        await(file.close());
        assertFails(FailureKind.IO, "a", file.size());
        assertFails(FailureKind.IO, "a", file.read(0, ByteBuffer.allocate(1)));
    }

    @Test
    void rename_overAFile_replacesIt() {
        put("a", "new");
        put("b", "old");

        await(files().rename("a", "b"));

        assertEquals("new", text("b"));
        assertEquals(Optional.empty(), await(files().info("a")));
    }

    @Test
    void rename_withOpenHandle_handleGoesOn() {
        put("a", "1");
        FileHandle file = await(files().open("a", OpenMode.READ_WRITE));

        await(files().rename("a", "b"));
        await(file.write(1, bytes("2")));

        await(file.close());
        assertEquals("12", text("b"));
    }

    @Test
    void rename_intoOtherDirectory_moves() {
        await(files().createDirectories("x/y"));
        put("a", "1");

        await(files().rename("a", "x/y/b"));

        assertEquals(List.of(new FileInfo("b", false, 1)), await(files().list("x/y")));
        assertEquals(List.of(new FileInfo("x", true, 0)), await(files().list("")));
    }

    @Test
    void rename_badEnds_fail() {
        put("a", "1");
        await(files().createDirectories("d"));

        assertFails(FailureKind.NOT_FOUND, "no", files().rename("no", "b"));
        assertFails(FailureKind.NOT_FOUND, null, files().rename("a", "no/b"));
        assertFails(FailureKind.NOT_A_FILE, null, files().rename("a", "d"));
        assertEquals("1", text("a"));
    }

    @Test
    void delete_fileDirectoryMissing() {
        await(files().createDirectories("d"));
        put("d/a", "1");

        assertFails(FailureKind.EXISTS, "d", files().delete("d"));
        await(files().delete("d/a"));
        assertFails(FailureKind.NOT_FOUND, "d/a", files().delete("d/a"));
        await(files().delete("d"));
        assertEquals(List.of(), await(files().list("")));
    }

    @Test
    void delete_openFile_handleStillReads() {
        put("a", "1");
        FileHandle file = await(files().open("a", OpenMode.READ));

        await(files().delete("a"));

        assertEquals(1, await(file.read(0, ByteBuffer.allocate(4))));
        await(file.close());
    }

    @Test
    void list_isOrderedAndShallow() {
        await(files().createDirectories("d/sub/deep"));
        put("d/b", "22");
        put("d/a", "1");
        put("d/sub/c", "333");

        assertEquals(
                List.of(
                        new FileInfo("a", false, 1),
                        new FileInfo("b", false, 2),
                        new FileInfo("sub", true, 0)),
                await(files().list("d")));
    }

    @Test
    void list_missingOrFile_failsWithNotFound() {
        put("a", "1");

        assertFails(FailureKind.NOT_FOUND, "no", files().list("no"));
        assertFails(FailureKind.NOT_FOUND, "a", files().list("a"));
    }

    @Test
    void createDirectories_twice_isFine_overAFile_fails() {
        put("a", "1");

        await(files().createDirectories("x/y"));
        await(files().createDirectories("x/y"));
        await(files().createDirectories(""));

        assertTrue(await(files().info("x/y")).orElseThrow().directory());
        assertFails(FailureKind.EXISTS, null, files().createDirectories("a"));
    }

    @Test
    void syncDirectory_thereOrNot() {
        await(files().createDirectories("x"));

        await(files().syncDirectory("x"));
        await(files().syncDirectory(""));

        assertFails(FailureKind.NOT_FOUND, "no", files().syncDirectory("no"));
    }

    @Test
    void info_tellsKindAndSize() {
        put("a", "123");

        FileInfo info = await(files().info("a")).orElseThrow();

        assertEquals(new FileInfo("a", false, 3), info);
        assertEquals(Optional.empty(), await(files().info("b")));
        assertEquals(Optional.empty(), await(files().info("no/b")));
    }

    @Test
    void usableBytes_isPositive() {
        assertTrue(await(files().usableBytes()) > 0);
    }

    @Test
    void futures_ofManyWrites_allLand() {
        FileHandle file = await(files().open("a", OpenMode.CREATE_NEW));
        List<CompletableFuture<Void>> writes =
                IntStream.range(0, 100)
                        .mapToObj(i -> file.write(10L * i, bytes("%010d".formatted(i))))
                        .toList();

        writes.forEach(this::await);

        await(file.close());
        String all = text("a");
        assertEquals(1000, all.length());
        assertFalse(all.contains("\0"));
        assertEquals("0000000042", all.substring(420, 430));
    }

    protected final void put(String path, String content) {
        FileHandle file = await(files().open(path, OpenMode.CREATE_NEW));
        await(file.write(0, bytes(content)));
        await(file.close());
    }

    protected final String text(String path) {
        FileHandle file = await(files().open(path, OpenMode.READ));
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(await(file.size())));
        long at = 0;
        while (target.hasRemaining()) {
            at += await(file.read(at, target));
        }
        await(file.close());
        return new String(target.array(), UTF_8);
    }

    protected static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** The future fails with this kind, and with this subject unless it is null. */
    protected final void assertFails(
            FailureKind kind, @Nullable String subject, CompletableFuture<?> future) {
        FailureException thrown = assertThrows(FailureException.class, () -> await(future));
        assertEquals(kind, thrown.failure().kind(), thrown.getMessage());
        if (subject != null) {
            assertEquals(subject, thrown.failure().subject());
        }
    }
}

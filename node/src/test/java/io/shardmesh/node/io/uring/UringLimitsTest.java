package io.shardmesh.node.io.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full rings, full queues, ends, errors of devices. */
final class UringLimitsTest {
    /** Four entries, of which one is for waking, and one buffer of each kind. */
    private static final RingConfig SMALLEST = new RingConfig(4, 100_000, 1, 1, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @Test
    void ringFull_moreOperationsThanEntriesAndBuffers_allAreDone() throws Exception {
        try (RingRig rig = RingRig.of(SMALLEST)) {
            FileHandle file = open(rig.files(root), "a", OpenMode.CREATE_NEW);
            List<CompletableFuture<?>> all = new ArrayList<>();
            byte[] expected = new byte[2000 * 100];
            new Random(3).nextBytes(expected);
            for (int i = 0; i < 2000; i++) {
                ByteBuffer part = buffer(i % 3 == 0, expected, i * 100, 100);
                all.add(i % 5 == 0 ? file.writeSynced(i * 100L, part) : file.write(i * 100L, part));
            }
            all.forEach(RingRig::join);
            RingRig.join(file.close());

            assertTrue(Arrays.equals(expected, Files.readAllBytes(root.resolve("a"))));
        }
    }

    private static ByteBuffer buffer(boolean direct, byte[] bytes, int from, int count) {
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(count) : ByteBuffer.allocate(count);
        return buffer.put(bytes, from, count).flip();
    }

    @Test
    void queueFull_oneMore_failsWithBusy_andTheFileStillCloses() {
        RingConfig config = new RingConfig(4, 50, 1, 1, 1);
        try (RingRig rig = RingRig.of(config)) {
            FileHandle file = open(rig.files(root), "a", OpenMode.CREATE_NEW);
            List<CompletableFuture<?>> all = new ArrayList<>();
            // Faster than one buffer at a time lets them go.
            for (int i = 0; i < 20_000; i++) {
                all.add(file.write(4096L * i, ByteBuffer.allocate(4096)));
            }
            CompletableFuture<Void> closed = file.close();

            List<FailureKind> refused =
                    all.stream()
                            .map(UringLimitsTest::settled)
                            .filter(CompletableFuture::isCompletedExceptionally)
                            .map(UringLimitsTest::kind)
                            .distinct()
                            .toList();
            assertEquals(List.of(FailureKind.BUSY), refused);
            RingRig.join(closed);
        }
    }

    private static CompletableFuture<?> settled(CompletableFuture<?> future) {
        RingRig.join(future.handle((_, _) -> true));
        return future;
    }

    private static FailureKind kind(CompletableFuture<?> future) {
        return FailureException.find(future.exceptionNow()).orElseThrow().kind();
    }

    @Test
    void close_withOperationsUnderWay_carriesThemOut() throws Exception {
        RingRig rig = RingRig.of(SMALLEST);
        FileHandle file = open(rig.files(root), "a", OpenMode.CREATE_NEW);
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(file.writeSynced(i, ByteBuffer.wrap(new byte[] {(byte) i})));
        }

        CompletableFuture<Void> closed = rig.ring().close();

        CompletableFuture<Void> late = file.sync();
        RingRig.join(closed);
        writes.forEach(RingRig::join);
        assertSame(FailureKind.IO, kind(settled(late)));
        RingRig.join(file.close()); // by a call of its own, for the ring is gone
        assertEquals(200, Files.size(root.resolve("a")));
        rig.close();
    }

    /** Cancelling takes nothing back: the descriptor stays open until the kernel is done. */
    @Test
    void cancelledWrites_thenClose_closeWaitsForTheKernel() throws Exception {
        try (RingRig rig = RingRig.of(SMALLEST)) {
            FileHandle file = open(rig.files(root), "a", OpenMode.CREATE_NEW);
            for (int i = 0; i < 100; i++) {
                ByteBuffer source = ByteBuffer.allocateDirect(1000).put(new byte[1000]).flip();
                file.writeSynced(1000L * i, source).cancel(true);
            }
            RingRig.join(file.close());

            assertEquals(100_000, Files.size(root.resolve("a")));
        }
    }

    @Test
    void longReadsAndWrites_ofEveryKindOfBuffer_areWhole() throws Exception {
        byte[] expected = new byte[1_234_567];
        new Random(4).nextBytes(expected);
        try (RingRig rig = RingRig.of(RingConfig.usual())) {
            for (boolean direct : new boolean[] {false, true}) {
                FileHandle file = open(rig.files(root), "f" + direct, OpenMode.CREATE_NEW);
                RingRig.join(file.writeSynced(0, buffer(direct, expected, 0, expected.length)));
                assertTrue(Arrays.equals(expected, Files.readAllBytes(root.resolve("f" + direct))));

                ByteBuffer target = ByteBuffer.allocate(expected.length + 10);
                assertEquals(expected.length, RingRig.join(file.read(0, target)));
                assertTrue(
                        Arrays.equals(expected, Arrays.copyOf(target.array(), target.position())));
                RingRig.join(file.close());
            }
        }
    }

    @Test
    void readsPastTheCache_anywhere_giveWhatIsThere() throws Exception {
        byte[] content = new byte[300_001];
        new Random(5).nextBytes(content);
        Files.write(root.resolve("a"), content);
        try (RingRig rig = RingRig.of(RingConfig.usual())) {
            FileHandle file = open(rig.files(root), "a", OpenMode.READ_UNCACHED);
            Random random = new Random(6);
            for (int i = 0; i < 300; i++) {
                int from = random.nextInt(content.length);
                int count = 1 + random.nextInt(content.length);
                ByteBuffer target =
                        i % 2 == 0 ? ByteBuffer.allocate(count) : ByteBuffer.allocateDirect(count);
                int expected = Math.min(count, content.length - from);

                assertEquals(expected, RingRig.join(file.read(from, target)), "seed 6, " + i);
                assertEquals(ByteBuffer.wrap(content, from, expected), target.flip());
            }
            assertEquals(-1, RingRig.join(file.read(content.length, ByteBuffer.allocate(1))));
            RingRig.join(file.close());
        }
    }

    @Test
    void fullDevice_failsWithNoSpace() {
        assertDevice(FailureKind.NO_SPACE, Path.of("/dev"), "full");
    }

    private static void assertDevice(FailureKind kind, Path directory, String name) {
        try (RingRig rig = RingRig.of(RingConfig.usual())) {
            FileHandle file = open(rig.files(directory), name, OpenMode.READ_WRITE);
            for (boolean synced : new boolean[] {false, true}) {
                ByteBuffer source = ByteBuffer.wrap(new byte[10]);
                CompletableFuture<Void> written =
                        synced ? file.writeSynced(0, source) : file.write(0, source);
                FailureException thrown =
                        assertThrows(FailureException.class, () -> RingRig.join(written));
                assertSame(kind, thrown.failure().kind());
                assertEquals(name, thrown.failure().subject());
            }
            RingRig.join(file.close());
        }
    }

    /** Nothing is mapped at address 0, which the kernel reports as an input or output error. */
    @Test
    void brokenDevice_failsWithIo() {
        try (RingRig rig = RingRig.of(RingConfig.usual())) {
            FileHandle file = open(rig.files(Path.of("/proc/self")), "mem", OpenMode.READ);
            FailureException thrown =
                    assertThrows(
                            FailureException.class,
                            () -> RingRig.join(file.read(0, ByteBuffer.allocate(10))));
            assertSame(FailureKind.IO, thrown.failure().kind());
            assertEquals("input/output error", thrown.failure().cause());
            RingRig.join(file.close());
        }
    }

    @Test
    void submissions_ofManyThreads_areAllDoneOnTheStrand() throws Exception {
        try (RingRig rig = RingRig.of(RingConfig.usual())) {
            FileHandle file = open(rig.files(root), "a", OpenMode.CREATE_NEW);
            int threadCount = 8;
            int eachCount = 500;
            CountDownLatch done = new CountDownLatch(threadCount * eachCount);
            for (int t = 0; t < threadCount; t++) {
                long start = (long) t * eachCount;
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < eachCount; i++) {
                                ByteBuffer one = ByteBuffer.wrap(new byte[] {1});
                                file.write(start + i, one).thenRun(done::countDown);
                            }
                        });
            }
            done.await();
            RingRig.join(file.close());

            byte[] found = Files.readAllBytes(root.resolve("a"));
            assertEquals(threadCount * eachCount, found.length);
            for (byte one : found) {
                assertEquals(1, one);
            }
        }
    }

    private static FileHandle open(FilePort files, String path, OpenMode mode) {
        return RingRig.join(files.open(path, mode));
    }
}

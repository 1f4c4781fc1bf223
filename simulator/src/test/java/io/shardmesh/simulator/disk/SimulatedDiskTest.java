package io.shardmesh.simulator.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.FilePort;
import io.shardmesh.node.io.FilePortContract;
import io.shardmesh.node.io.OpenMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SimulatedDiskTest extends FilePortContract {
    private static final DiskConfig SLOW =
            new DiskConfig(
                    1 << 20, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(3));

    private final TestStrand strand = new TestStrand();
    private SimulatedDisk disk = SimulatedDisk.create(strand, SLOW, 1);

    @Override
    protected FilePort files() {
        return disk;
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        return strand.await(future);
    }

    @Test
    void crash_syncedContentWithoutDirectorySync_mayBeGone() {
        Set<Boolean> seen = new TreeSet<>();
        for (long seed = 0; seed < 20; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "content");
            disk = disk.crash();
            boolean there = await(disk.info("a")).isPresent();
            assertTrue(!there || text("a").equals("content"));
            seen.add(there);
        }
        assertEquals(Set.of(false, true), seen);
    }

    @Test
    void crash_everythingSynced_isThere() {
        for (long seed = 0; seed < 20; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "content");
            await(disk.syncDirectory(""));
            disk = disk.crash();
            assertEquals("content", text("a"));
        }
    }

    @Test
    void crash_unsyncedWrite_isTornAtSectors() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 60; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "");
            await(disk.syncDirectory(""));
            FileHandle file = await(disk.open("a", OpenMode.READ_WRITE));
            await(file.write(0, bytes("x".repeat(1024))));
            disk = disk.crash();
            String left = text("a");
            assertTrue(Set.of(0, 512, 1024).contains(left.length()), "" + left.length());
            seen.add(left.replace("x".repeat(512), "X").replace("\0".repeat(512), "0"));
        }
        assertEquals(Set.of("", "X", "XX", "0X", "00"), seen);
    }

    @Test
    void crash_twoUnsyncedWrites_mayKeepTheSecondAlone() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 60; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "..");
            await(disk.syncDirectory(""));
            FileHandle file = await(disk.open("a", OpenMode.READ_WRITE));
            await(file.write(0, bytes("1")));
            await(file.write(1, bytes("2")));
            disk = disk.crash();
            seen.add(text("a"));
        }
        assertEquals(Set.of("..", "1.", ".2", "12"), seen);
    }

    @Test
    void crash_renameOverAFile_leavesOldOrNewNeverNothing() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 40; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "old");
            await(disk.syncDirectory(""));
            writeSynced("b", "new");
            await(disk.rename("b", "a"));
            disk = disk.crash();
            seen.add(text("a"));
        }
        assertEquals(Set.of("old", "new"), seen);
    }

    @Test
    void crash_deleteWithoutSync_mayComeBack() {
        Set<Boolean> seen = new TreeSet<>();
        for (long seed = 0; seed < 20; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "x");
            await(disk.syncDirectory(""));
            await(disk.delete("a"));
            disk = disk.crash();
            seen.add(await(disk.info("a")).isPresent());
        }
        assertEquals(Set.of(false, true), seen);
    }

    @Test
    void crash_newDirectoryWithoutItsParentSynced_mayTakeItsFilesAlong() {
        Set<Boolean> seen = new TreeSet<>();
        for (long seed = 0; seed < 20; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            await(disk.createDirectories("d"));
            writeSynced("d/a", "x");
            await(disk.syncDirectory("d"));
            disk = disk.crash();
            seen.add(await(disk.info("d/a")).isPresent());
        }
        assertEquals(Set.of(false, true), seen);
    }

    @Test
    void sync_writtenAfterItsStart_isNotCovered() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 30; seed++) {
            disk = SimulatedDisk.create(strand, SLOW, seed);
            writeSynced("a", "..");
            await(disk.syncDirectory(""));
            FileHandle file = await(disk.open("a", OpenMode.READ_WRITE));
            await(file.write(0, bytes("1")));
            CompletableFuture<Void> synced = file.sync();
            CompletableFuture<Void> second = file.write(1, bytes("2"));
            await(second);
            await(synced);
            disk = disk.crash();
            seen.add(text("a"));
        }
        assertEquals(Set.of("1.", "12"), seen);
    }

    @Test
    void kill_keepsThePageCache() {
        put("a", "unsynced");

        disk = disk.kill();

        assertEquals("unsynced", text("a"));
    }

    @Test
    void crash_oldDisk_neverAnswers() {
        put("a", "x");
        SimulatedDisk old = disk;
        CompletableFuture<Optional<FileInfo>> pending = old.info("a");

        disk = disk.crash();
        CompletableFuture<Void> late = old.delete("a");
        strand.runAll();

        assertFalse(pending.isDone());
        assertFalse(late.isDone());
    }

    @Test
    void powerOff_atAStep_leavesItUnanswered() {
        disk.powerOffAtStep(2);
        FileHandle file = await(disk.open("a", OpenMode.CREATE_NEW));
        CompletableFuture<Void> write = file.write(0, bytes("x"));
        strand.runAll();

        assertFalse(write.isDone());
        assertTrue(disk.off());
        assertEquals(2, disk.stepCount());
    }

    @Test
    void write_overCapacity_failsWithNoSpace() {
        FileHandle file = await(disk.open("a", OpenMode.CREATE_NEW));
        await(file.write(0, ByteBuffer.allocate(1 << 20)));

        assertFails(FailureKind.NO_SPACE, "a", file.write(1 << 20, bytes("x")));
        assertEquals(0, await(disk.usableBytes()));
        await(disk.delete("a"));
        assertEquals(1 << 20, await(disk.usableBytes()));
    }

    @Test
    void faults_readOnlyAndBitRot() {
        put("a", "a");
        disk.inject((operation, path) ->
                operation.equals("read") && path.equals("a")
                        ? Optional.of(FailureKind.IO)
                        : Optional.empty());
        FileHandle file = await(disk.open("a", OpenMode.READ));
        assertFails(FailureKind.IO, "a", file.read(0, ByteBuffer.allocate(1)));
        disk.inject(DiskFault.NONE);
        disk.flipBit("a", 1);
        assertEquals("c", text("a"));
        disk.readOnly(true);
        assertFails(FailureKind.PERMISSION, "b", disk.open("b", OpenMode.CREATE));
        assertFails(FailureKind.PERMISSION, "a", disk.open("a", OpenMode.READ_WRITE));
        assertFails(FailureKind.PERMISSION, "a", disk.delete("a"));
    }

    @Test
    void sameSeed_sameDisk_otherSeed_otherDisk() {
        assertEquals(trace(5), trace(5));
        assertNotEquals(trace(5), trace(6));
    }

    private String trace(long seed) {
        disk = SimulatedDisk.create(strand, SLOW, seed);
        StringBuilder trace = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            long before = strand.nanoTime();
            put("f" + i, "x".repeat(700));
            trace.append(strand.nanoTime() - before).append(' ');
        }
        disk = disk.crash();
        return trace.append(await(disk.list(""))).toString();
    }

    private void writeSynced(String path, String content) {
        FileHandle file = await(disk.open(path, OpenMode.CREATE_NEW));
        await(file.write(0, bytes(content)));
        await(file.sync());
        await(file.close());
    }
}

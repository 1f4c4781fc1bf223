package io.shardmesh.simulator.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.blake3.BlockPath;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.InlineCompute;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.Problem;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.node.store.StoredBlock;
import io.shardmesh.node.store.StoredShard;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The power fails in the middle of every single call that changes or syncs something, and what was
 * not synced is lost, torn or reordered. Whatever was acknowledged must be there, whole; nothing
 * may be there in part; and the store must go on.
 */
final class StoreCrashTest {
    private static final StoreConfig CONFIG =
            new StoreConfig(1 << 30, 20_000, 8_000, 5_000, 1 << 20);
    private static final int SEEDS_PER_STEP = 2;

    /** Past the making of directories; opening has few steps of its own. */
    private static final int STEPS_OF_OPENING = 12;

    @Test
    void crash_atEveryStep_indexLost() {
        crashAtEveryStep(false);
    }

    @Test
    void crash_atEveryStep_indexKept() {
        crashAtEveryStep(true);
    }

    @Test
    void crash_atEveryStep_andAgainWhileOpening() {
        long steps = stepsOfWholeWorkload();
        for (long step = 1; step <= steps; step++) {
            crashAt(step, 7 * step, step % 2 == 0, 1 + step % STEPS_OF_OPENING);
        }
    }

    private static void crashAtEveryStep(boolean keepIndex) {
        long steps = stepsOfWholeWorkload();
        assertTrue(steps > 60, "a workload of " + steps + " steps");
        for (long step = 1; step <= steps; step++) {
            for (int seed = 0; seed < SEEDS_PER_STEP; seed++) {
                crashAt(step, 1000 * step + seed, keepIndex, 0);
            }
        }
    }

    private static long stepsOfWholeWorkload() {
        TestStrand strand = new TestStrand();
        SimulatedDisk disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, 0);
        StoreWorkload workload = new StoreWorkload(strand);
        workload.start(open(strand, disk, MemoryShardIndex.create()).store());
        strand.runAll();
        assertEquals(StoreWorkload.COMMIT_COUNT, workload.acknowledged().size());
        return disk.stepCount();
    }

    private static void crashAt(long step, long seed, boolean keepIndex, long stepOfOpening) {
        String run = "step " + step + ", seed " + seed + ", second crash " + stepOfOpening;
        TestStrand strand = new TestStrand();
        SimulatedDisk disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, seed);
        disk.powerOffAtStep(step);
        ShardIndex index = MemoryShardIndex.create();
        StoreWorkload workload = new StoreWorkload(strand);
        var _ =
                FileShardStore.open(ports(disk, index), CONFIG)
                        .thenAccept(opened -> workload.start(opened.store()));
        strand.runAll();
        assertTrue(disk.off(), run);

        disk = disk.crash();
        index = keepIndex ? index : MemoryShardIndex.create();
        if (stepOfOpening > 0) {
            disk.powerOffAtStep(stepOfOpening);
            var _ = FileShardStore.open(ports(disk, index), CONFIG);
            strand.runAll();
            disk = disk.crash();
            index = keepIndex ? index : MemoryShardIndex.create();
        }
        FileShardStore.Opened opened = open(strand, disk, index);

        check(run, strand, disk, opened, workload.acknowledged());
        if (seed % 1000 == 0) {
            goesOn(run, strand, disk, opened.store());
        }
    }

    private static void check(
            String run,
            TestStrand strand,
            SimulatedDisk disk,
            FileShardStore.Opened opened,
            List<ShardRecord> acknowledged) {
        ShardStore store = opened.store();
        for (ShardRecord record : acknowledged) {
            List<ShardRecord> found = strand.await(store.find(record.objectKey()));
            assertTrue(
                    found.stream().anyMatch(there -> replaces(there, record)),
                    () -> run + " lost " + record);
        }
        for (StoredShard row : strand.await(store.list(Optional.empty(), 1000))) {
            assertWhole(run, strand, store, row);
        }
        assertEquals(List.<FileInfo>of(), strand.await(disk.list("tmp")), run);
        for (Problem problem : opened.report().problems()) {
            assertTrue(problem.path().startsWith("packs/"), run + ": " + problem);
        }
    }

    /** The same, or the same with a later envelope, which nobody had acknowledged yet. */
    private static boolean replaces(ShardRecord there, ShardRecord acknowledged) {
        return there.index() == acknowledged.index()
                && there.manifest().equals(acknowledged.manifest())
                && there.envelope().envelope().sequence()
                        >= acknowledged.envelope().envelope().sequence();
    }

    private static void assertWhole(
            String run, TestStrand strand, ShardStore store, StoredShard row) {
        List<ShardRecord> found = strand.await(store.find(row.name().objectKey()));
        ShardRecord record =
                found.stream()
                        .filter(there -> there.index() == row.name().index())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(run + ": no record of " + row));
        if (record.inline()) {
            return;
        }
        Manifest manifest = record.manifest().manifest();
        long shardBytes = manifest.layout().shardBytes();
        for (long block = 0; block * manifest.blockBytes() < shardBytes; block++) {
            StoredBlock read =
                    strand.await(
                            store.reader().readBlock(record.objectKey(), record.index(), block));
            assertTrue(
                    BlockPath.verify(
                            manifest.shardKeys().get(record.index()),
                            shardBytes,
                            manifest.blockBytes(),
                            block,
                            read.block(),
                            read.path()),
                    run + ": block " + block + " of " + row);
        }
    }

    /** All that was interrupted can be done now, and survives the next power loss. */
    private static void goesOn(
            String run, TestStrand strand, SimulatedDisk disk, ShardStore store) {
        StoreWorkload again = new StoreWorkload(strand);
        again.start(store);
        strand.runAll();
        assertEquals(StoreWorkload.COMMIT_COUNT, again.acknowledged().size(), run);
        SimulatedDisk after = disk.crash();
        FileShardStore.Opened opened = open(strand, after, MemoryShardIndex.create());
        check(run + ", after all", strand, after, opened, again.acknowledged());
    }

    private static FileShardStore.Opened open(
            TestStrand strand, SimulatedDisk disk, ShardIndex index) {
        return strand.await(FileShardStore.open(ports(disk, index), CONFIG));
    }

    private static StorePorts ports(SimulatedDisk disk, ShardIndex index) {
        return new StorePorts(disk, index, new InlineCompute(), _ -> {});
    }
}

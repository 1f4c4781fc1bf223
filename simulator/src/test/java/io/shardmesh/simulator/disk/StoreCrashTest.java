package io.shardmesh.simulator.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.blake3.BlockPath;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.InlineCompute;
import io.shardmesh.node.store.Problem;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.node.store.StoreUsage;
import io.shardmesh.node.store.StoredBlock;
import io.shardmesh.node.store.StoredShard;
import java.util.ArrayList;
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
            new StoreConfig(1 << 30, 0, 20_000, 8_000, 5_000, 1 << 20);
    private static final int SEEDS_PER_STEP = 2;

    /** Past the making of directories; opening has few steps of its own. */
    private static final int STEPS_OF_OPENING = 12;

    /** What a crash leaves of the index. */
    private enum Index {
        LOST,
        KEPT,
        /** Some of what was not synced is lost. */
        BEHIND;

        LossyIndex after(LossyIndex before, long seed) {
            return switch (this) {
                case LOST -> new LossyIndex();
                case KEPT -> before;
                case BEHIND -> before.crash(seed);
            };
        }
    }

    @Test
    void crash_atEveryStep_indexLost() {
        crashAtEveryStep(Index.LOST);
    }

    @Test
    void crash_atEveryStep_indexKept() {
        crashAtEveryStep(Index.KEPT);
    }

    @Test
    void crash_atEveryStep_indexBehind() {
        crashAtEveryStep(Index.BEHIND);
    }

    @Test
    void crash_atEveryStep_andAgainWhileOpening() {
        long steps = stepsOfWholeWorkload();
        for (long step = 1; step <= steps; step++) {
            Index index = Index.values()[(int) (step % Index.values().length)];
            crashAt(step, 7 * step, index, 1 + step % STEPS_OF_OPENING);
        }
    }

    private static void crashAtEveryStep(Index index) {
        long steps = stepsOfWholeWorkload();
        assertTrue(steps > 150, "a workload of " + steps + " steps");
        for (long step = 1; step <= steps; step++) {
            for (int seed = 0; seed < SEEDS_PER_STEP; seed++) {
                crashAt(step, 1000 * step + seed, index, 0);
            }
        }
    }

    private static long stepsOfWholeWorkload() {
        TestStrand strand = new TestStrand();
        SimulatedDisk disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, 0);
        StoreWorkload workload = new StoreWorkload(strand, new Expectation());
        ShardStore store = open(strand, disk, new LossyIndex()).store();
        workload.start(store);
        strand.runAll();
        assertTrue(workload.done());
        workload.expected().check("whole", records(strand, store), tombstones(strand, store));
        assertTrue(
                strand.await(disk.list("packs")).getFirst().name().compareTo("00000002") > 0,
                "no pack was rewritten");
        return disk.stepCount();
    }

    private static void crashAt(long step, long seed, Index left, long stepOfOpening) {
        String run =
                "step %d, seed %d, index %s, second crash %d"
                        .formatted(step, seed, left, stepOfOpening);
        TestStrand strand = new TestStrand();
        SimulatedDisk disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, seed);
        disk.powerOffAtStep(step);
        LossyIndex index = new LossyIndex();
        StoreWorkload workload = new StoreWorkload(strand, new Expectation());
        var _ =
                FileShardStore.open(ports(disk, index), CONFIG)
                        .thenAccept(opened -> workload.start(opened.store()));
        strand.runAll();
        assertTrue(disk.off(), run);

        disk = disk.crash();
        index = left.after(index, seed);
        if (stepOfOpening > 0) {
            disk.powerOffAtStep(stepOfOpening);
            var _ = FileShardStore.open(ports(disk, index), CONFIG);
            strand.runAll();
            disk = disk.crash();
            index = left.after(index, seed);
        }
        FileShardStore.Opened opened = open(strand, disk, index);

        check(run, strand, disk, opened, workload.expected());
        if (seed % 1000 == 0) {
            goesOn(run, strand, disk, opened.store());
        } else {
            assertSameWhenRebuilt(run, strand, disk, opened.store());
        }
    }

    private static void check(
            String run,
            TestStrand strand,
            SimulatedDisk disk,
            FileShardStore.Opened opened,
            Expectation expected) {
        ShardStore store = opened.store();
        expected.check(run, records(strand, store), tombstones(strand, store));
        for (StoredShard row : rows(strand, store)) {
            assertWhole(run, strand, store, row);
        }
        assertEquals(List.<FileInfo>of(), strand.await(disk.list("tmp")), run);
        for (Problem problem : opened.report().problems()) {
            assertTrue(problem.path().startsWith("packs/"), run + ": " + problem);
            assertTrue(!problem.cause().contains("missing"), run + ": " + problem);
        }
    }

    private static List<StoredShard> rows(TestStrand strand, ShardStore store) {
        return strand.await(store.list(Optional.empty(), 1000));
    }

    private static List<ShardRecord> records(TestStrand strand, ShardStore store) {
        List<ShardRecord> records = new ArrayList<>();
        for (StoredShard row : rows(strand, store)) {
            strand.await(store.find(row.name().objectKey())).stream()
                    .filter(record -> record.index() == row.name().index())
                    .forEach(records::add);
        }
        return records;
    }

    private static List<SignedTombstone> tombstones(TestStrand strand, ShardStore store) {
        return strand.await(store.tombstones(Optional.empty(), 1000));
    }

    /** The index holds nothing that does not follow from the files, and nothing of it is wrong. */
    private static void assertSameWhenRebuilt(
            String run, TestStrand strand, SimulatedDisk disk, ShardStore store) {
        List<StoredShard> rows = rows(strand, store);
        List<SignedTombstone> tombstones = tombstones(strand, store);
        StoreUsage usage = strand.await(store.usage());
        ShardStore rebuilt = open(strand, disk.kill(), new LossyIndex()).store();
        assertEquals(rows, rows(strand, rebuilt), run);
        assertEquals(tombstones, tombstones(strand, rebuilt), run);
        assertEquals(usage, strand.await(rebuilt.usage()), run);
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
        Expectation expected =
                Expectation.ofPresent(records(strand, store), tombstones(strand, store));
        StoreWorkload again = new StoreWorkload(strand, expected);
        again.start(store);
        strand.runAll();
        assertTrue(again.done(), run);
        SimulatedDisk after = disk.crash();
        FileShardStore.Opened opened = open(strand, after, new LossyIndex());
        check(run + ", after all", strand, after, opened, again.expected());
    }

    private static FileShardStore.Opened open(
            TestStrand strand, SimulatedDisk disk, ShardIndex index) {
        return strand.await(FileShardStore.open(ports(disk, index), CONFIG));
    }

    private static StorePorts ports(SimulatedDisk disk, ShardIndex index) {
        return new StorePorts(disk, index, new InlineCompute(), _ -> {});
    }
}

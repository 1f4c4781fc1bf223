package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.io.FilePath;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.ShardName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StoreOpeningTest {
    private static final Scheme SCHEME = new Scheme(2, 1);

    private final StoreRig rig = new StoreRig();
    private final TestObject object = TestObject.sharded(1, SCHEME, 40_000);
    private final TestObject other = TestObject.sharded(2, SCHEME, 40_000);
    private final TestObject small = TestObject.inline(3, SCHEME, 1040);
    private final TestObject little = TestObject.inline(4, SCHEME, 2000);

    @BeforeEach
    void fill() {
        rig.commit(object, 0);
        rig.commit(object, 1);
        rig.commit(other, 2);
        rig.await(rig.store.commitInline(small.record(0)));
        rig.await(rig.store.commitInline(little.record(1)));
    }

    @Test
    void again_findsAllAndMendsNothing() {
        StoreUsage before = rig.await(rig.store.usage());

        rig.reopen(rig.index);

        assertEquals(new StoreReport(List.of(), 0, false, 0), rig.report);
        assertAllThere();
        assertEquals(before, rig.await(rig.store.usage()));
    }

    @Test
    void again_withoutIndex_rebuildsIt() {
        StoreUsage before = rig.await(rig.store.usage());

        rig.reopen(MemoryShardIndex.create());

        assertEquals(new StoreReport(List.of(), 0, true, 5), rig.report);
        assertAllThere();
        assertEquals(before, rig.await(rig.store.usage()));
    }

    private void assertAllThere() {
        assertEquals(List.of(object.record(0), object.record(1)), rig.find(object));
        assertEquals(List.of(other.record(2)), rig.find(other));
        assertEquals(List.of(small.record(0)), rig.find(small));
        assertEquals(List.of(little.record(1)), rig.find(little));
    }

    @Test
    void again_withAnIndexThatIsBehind_addsWhatItLacks() {
        MemoryShardIndex behind = MemoryShardIndex.create();
        rig.await(behind.apply(IndexChange.put(row(object, 0))));

        rig.reopen(behind);

        assertEquals(new StoreReport(List.of(), 0, false, 4), rig.report);
        assertAllThere();
    }

    private StoredShard row(TestObject of, int index) {
        return rig.await(rig.store.list(Optional.empty(), 100)).stream()
                .filter(row -> row.name().equals(new ShardName(of.key(), index)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void again_goesOnInTheSamePack() {
        rig.reopen(rig.index);

        rig.await(rig.store.commitInline(small.record(1)));

        assertEquals(List.of("00000001.pack"), rig.names("packs"));
        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(small.record(0), small.record(1)), rig.find(small));
    }

    @Test
    void leftInTmp_isDropped() {
        rig.await(rig.write(other, 0).finish());

        rig.reopen(rig.index);

        assertEquals(new StoreReport(List.of(), 1, false, 0), rig.report);
        assertEquals(List.of(), rig.names("tmp"));
    }

    @Test
    void shardWithoutRecordOrRow_isDropped() {
        String shard = path(object, 2, ShardFiles.Part.SHARD);
        rig.await(rig.await(rig.files.open(shard, OpenMode.CREATE_NEW)).close());

        rig.reopen(rig.index);

        assertEquals(new StoreReport(List.of(), 1, false, 0), rig.report);
        assertEquals(Optional.empty(), rig.await(rig.files.info(shard)));
    }

    @Test
    void damagedRecord_indexLost_isSetAside() {
        String record = path(object, 1, ShardFiles.Part.RECORD);
        rig.overwrite(record, 100, 1, 2, 3, 4);

        rig.reopen(MemoryShardIndex.create());

        assertSetAside(object, 1, "the record is damaged");
        assertEquals(List.of(object.record(0)), rig.find(object));
        assertEquals(List.of(other.record(2)), rig.find(other));
    }

    @Test
    void damagedRecord_whileRunning_isSetAsideWhenItIsRead() {
        rig.overwrite(path(object, 1, ShardFiles.Part.RECORD), 100, 1, 2, 3, 4);
        long before = rig.await(rig.store.usage()).storedBytes();

        assertEquals(List.of(object.record(0)), rig.find(object));

        assertSetAside(object, 1, "the record is damaged");
        assertEquals(before - object.shard(1).length, rig.await(rig.store.usage()).storedBytes());
        rig.reopen(rig.index);
        assertEquals(List.of(), rig.report.problems());
    }

    @Test
    void missingShardFile_isReported() {
        rig.await(rig.files.delete(path(object, 0, ShardFiles.Part.SHARD)));

        rig.reopen(rig.index);

        assertSetAside(object, 0, "its shard file is missing");
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    @Test
    void missingRecord_keepsTheShardAside() {
        rig.await(rig.files.delete(path(object, 0, ShardFiles.Part.RECORD)));

        rig.reopen(rig.index);

        String shard = path(object, 0, ShardFiles.Part.SHARD);
        assertEquals(
                new Problem(shard, "its record is missing", aside(shard)),
                rig.report.problems().getFirst());
        assertArrayEquals(object.shard(0), rig.bytes(aside(shard)));
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    @Test
    void missingFilesOfARow_areReportedOnce() {
        for (ShardFiles.Part part : ShardFiles.Part.values()) {
            rig.await(rig.files.delete(path(other, 2, part)));
        }
        rig.await(rig.files.delete(new ShardFiles(new ShardName(other.key(), 2)).directory()));

        rig.reopen(rig.index);

        String record = path(other, 2, ShardFiles.Part.RECORD);
        assertEquals(
                List.of(new Problem(record, "its record is missing", "")), rig.report.problems());
        assertEquals(List.of(), rig.find(other));
        rig.reopen(rig.index);
        assertEquals(List.of(), rig.report.problems());
    }

    @Test
    void cutShard_isSetAside() {
        rig.truncate(path(object, 0, ShardFiles.Part.SHARD), 1000);

        rig.reopen(rig.index);

        assertSetAside(object, 0, "the shard should have 20000 bytes");
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    private void assertSetAside(TestObject of, int index, String cause) {
        String record = path(of, index, ShardFiles.Part.RECORD);
        Problem found =
                rig.problems.stream()
                        .filter(problem -> problem.path().equals(record))
                        .findFirst()
                        .orElseThrow();
        assertTrue(found.cause().endsWith(cause), found.cause());
        assertEquals(aside(record), found.keptAt());
        assertTrue(rig.await(rig.files.info(found.keptAt())).isPresent());
        assertEquals(Optional.empty(), rig.await(rig.files.info(record)));
    }

    private static String aside(String path) {
        return "damaged/" + FilePath.name(path);
    }

    @Test
    void damagedPackEntry_costsThatEntryAlone() {
        rig.overwrite("packs/00000001.pack", 500, 1, 2, 3);

        rig.reopen(MemoryShardIndex.create());

        assertEquals(List.of(), rig.find(small));
        assertEquals(List.of(little.record(1)), rig.find(little));
        assertEquals(
                List.of(
                        new Problem(
                                "packs/00000001.pack",
                                "bytes that are no entry",
                                "damaged/00000001.pack.16")),
                rig.report.problems());
        rig.reopen(rig.index);
        assertEquals(List.of(), rig.report.problems());
        assertEquals(List.of(little.record(1)), rig.find(little));
    }

    @Test
    void damagedPackEntry_whileRunning_leavesTheIndex() {
        rig.overwrite("packs/00000001.pack", 500, 1, 2, 3);

        assertEquals(List.of(), rig.find(small));

        assertEquals(1, rig.problems.size());
        assertEquals(List.of(), rig.find(small));
        assertEquals(1, rig.problems.size());
    }

    @Test
    void unfinishedEndOfThePack_isCutOffAndKept() {
        int size = rig.bytes("packs/00000001.pack").length;
        rig.overwrite("packs/00000001.pack", size, 0x53, 0x4D, 0x50, 0x45, 0, 0);

        rig.reopen(rig.index);

        assertEquals(1, rig.report.problems().size());
        assertEquals(size, rig.bytes("packs/00000001.pack").length);
        assertEquals(6, rig.bytes("damaged/00000001.pack." + size).length);
        rig.await(rig.store.commitInline(small.record(1)));
        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(small.record(0), small.record(1)), rig.find(small));
        assertEquals(List.of(), rig.report.problems());
    }

    @Test
    void zerosAtTheEndOfThePack_areCutOffInSilence() {
        int size = rig.bytes("packs/00000001.pack").length;
        rig.overwrite("packs/00000001.pack", size, new int[5000]);

        rig.reopen(rig.index);

        assertEquals(List.of(), rig.report.problems());
        assertEquals(size, rig.bytes("packs/00000001.pack").length);
        assertAllThere();
    }

    @Test
    void packOfALaterVersion_isLeftAlone() {
        rig.overwrite("packs/00000001.pack", 4, 3);
        byte[] before = rig.bytes("packs/00000001.pack");

        rig.reopen(MemoryShardIndex.create());
        rig.await(rig.store.commitInline(TestObject.inline(5, SCHEME, 1040).record(0)));

        assertEquals(
                List.of(new Problem("packs/00000001.pack", "made by a later version", "")),
                rig.report.problems());
        assertArrayEquals(before, rig.bytes("packs/00000001.pack"));
        assertEquals(List.of("00000001.pack", "00000002.pack"), rig.names("packs"));
    }

    /** A program that knows version 1 alone must not meet entries in it that it would pass over. */
    @Test
    void packOfVersion1_isReadAndNotAppendedTo() {
        rig.overwrite("packs/00000001.pack", 4, 1);
        byte[] before = rig.bytes("packs/00000001.pack");

        rig.reopen(MemoryShardIndex.create());
        rig.await(rig.store.remove(new ShardName(small.key(), 0)));

        assertEquals(List.of(), rig.report.problems());
        assertArrayEquals(before, rig.bytes("packs/00000001.pack"));
        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(), rig.find(small));
        assertEquals(List.of(little.record(1)), rig.find(little));
    }

    @Test
    void missingPack_isReportedAndTheRestIsThere() {
        rig.await(rig.files.delete("packs/00000001.pack"));

        rig.reopen(rig.index);

        assertEquals(
                List.of(new Problem("packs/00000001.pack", "the pack is missing", "")),
                rig.report.problems());
        assertTrue(rig.report.indexRebuilt());
        assertEquals(List.of(), rig.find(small));
        assertEquals(List.of(object.record(0), object.record(1)), rig.find(object));
    }

    @Test
    void foreignFiles_areLeftAlone() {
        for (String path : List.of("objects/readme", "objects/zz", "packs/x.pack", "other")) {
            var file = rig.await(rig.files.open(path, OpenMode.CREATE_NEW));
            rig.await(file.write(0, ByteBuffer.allocate(3)));
            rig.await(file.close());
        }

        rig.reopen(MemoryShardIndex.create());

        assertEquals(List.of(), rig.report.problems());
        assertAllThere();
        assertFalse(rig.await(rig.files.info("objects/readme")).isEmpty());
    }

    private static String path(TestObject of, int index, ShardFiles.Part part) {
        return new ShardFiles(new ShardName(of.key(), index)).path(part);
    }
}

package io.shardmesh.simulator.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileHandle;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.io.OpenMode;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedEnvelope;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.InlineCompute;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.Problem;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardIndex;
import io.shardmesh.node.store.ShardLocation;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
import io.shardmesh.node.store.StoredShard;
import io.shardmesh.node.store.TestObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A store on a disk that is full, or fails, and recovers. */
final class StoreFaultTest {
    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final TestObject OBJECT = TestObject.sharded(1, SCHEME, 100_000);
    private static final ShardRecord SMALL = TestObject.inline(2, SCHEME, 1040).record(0);
    private static final ShardRecord LITTLE = TestObject.inline(3, SCHEME, 1040).record(0);

    private static final StoreConfig CONFIG =
            new StoreConfig(1 << 20, 0, 64 << 20, 4 << 20, 10_000, 64L << 20);

    private final TestStrand strand = new TestStrand();
    private SimulatedDisk disk =
            SimulatedDisk.create(strand, DiskConfig.INSTANT.withCapacityBytes(60_000), 1);
    private final List<Problem> problems = new ArrayList<>();
    private ShardIndex index = MemoryShardIndex.create();
    private StoreConfig config = CONFIG;
    private ShardStore store = open();

    private ShardStore open() {
        StorePorts ports = new StorePorts(disk, index, new InlineCompute(), problems::add);
        return strand.await(FileShardStore.open(ports, config)).store();
    }

    private void assertFails(FailureKind kind, CompletableFuture<?> future) {
        FailureException thrown = assertThrows(FailureException.class, () -> strand.await(future));
        assertEquals(kind, thrown.failure().kind());
    }

    private ShardWriter write(int index) {
        ShardWriter writer = strand.await(store.begin(OBJECT.key(), index, TestObject.BLOCK_BYTES));
        strand.await(writer.append(ByteBuffer.wrap(OBJECT.shard(index))));
        return writer;
    }

    @Test
    void append_diskFull_failsAndAbortFreesTheRoom() {
        ShardWriter writer = write(0);

        assertFails(FailureKind.NO_SPACE, writer.append(ByteBuffer.allocate(20_000)));
        assertFails(FailureKind.NO_SPACE, writer.commit(OBJECT.record(0)));

        assertEquals(60_000, strand.await(disk.usableBytes()));
        strand.await(write(0).commit(OBJECT.record(0)));
    }

    @Test
    void append_ofALongShard_syncsWhileItComes() {
        List<String> synced = new ArrayList<>();
        disk.inject((verb, path) -> {
            if (verb.equals("sync")) {
                synced.add(path);
            }
            return Optional.empty();
        });
        ShardWriter writer = write(0);
        assertEquals(1, synced.size(), synced::toString);
        strand.await(writer.abort());
    }

    /** The system may tell of it once only. */
    @Test
    void commit_afterASyncThatFailedWhileTheShardCame_fails() {
        failOn("sync");
        ShardWriter writer = write(0);
        disk.inject(DiskFault.NONE);

        assertFails(FailureKind.IO, writer.commit(OBJECT.record(0)));

        assertEquals(List.of(), strand.await(store.find(OBJECT.key())));
        assertEquals(List.<FileInfo>of(), strand.await(disk.list("tmp")));
    }

    @Test
    void reserve_moreThanTheDiskHas_isRefused() {
        assertFails(FailureKind.NO_SPACE, store.reserve(60_001));
        strand.await(store.reserve(60_000));
        ShardWriter writer = write(0);

        // What is written came out of what was reserved, so nothing else is free or missing.
        assertEquals(0, strand.await(store.usage()).freeBytes());
        assertFails(FailureKind.NO_SPACE, store.reserve(1));
        strand.await(writer.abort());
    }

    @Test
    void commit_anyCallFails_isNotThereAndCanBeDoneAgain() {
        for (String operation : List.of("open", "write", "make directory", "sync", "rename")) {
            disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, 1);
            index = MemoryShardIndex.create();
            store = open();
            ShardWriter writer = write(0);
            strand.await(writer.finish());
            failOn(operation);

            assertFails(FailureKind.IO, writer.commit(OBJECT.record(0)));

            disk.inject(DiskFault.NONE);
            assertEquals(List.of(), strand.await(store.find(OBJECT.key())), operation);
            assertEquals(List.<FileInfo>of(), strand.await(disk.list("tmp")), operation);
            strand.await(write(0).commit(OBJECT.record(0)));
            disk = disk.crash();
            store = open();
            assertEquals(
                    List.of(OBJECT.record(0)), strand.await(store.find(OBJECT.key())), operation);
        }
    }

    private void failOn(String operation) {
        disk.inject((verb, _) ->
                verb.equals(operation) ? Optional.of(FailureKind.IO) : Optional.empty());
    }

    @Test
    void commitInline_syncFails_nextGoesToANewPack() {
        strand.await(store.commitInline(SMALL));
        failOn("sync");
        assertFails(FailureKind.IO, store.commitInline(LITTLE));
        disk.inject(DiskFault.NONE);

        strand.await(store.commitInline(LITTLE));

        assertEquals(
                List.of("00000001.pack", "00000002.pack"),
                strand.await(disk.list("packs")).stream().map(FileInfo::name).toList());
        disk = disk.crash();
        store = open();
        assertEquals(List.of(SMALL), strand.await(store.find(SMALL.objectKey())));
        assertEquals(List.of(LITTLE), strand.await(store.find(LITTLE.objectKey())));
    }

    @Test
    void readBlock_diskError_isDamaged() {
        strand.await(write(0).commit(OBJECT.record(0)));
        failOn("read");

        assertFails(FailureKind.DAMAGED, store.reader().readBlock(OBJECT.key(), 0, 0));
    }

    @Test
    void find_diskError_keepsTheShardForLater() {
        strand.await(write(0).commit(OBJECT.record(0)));
        failOn("read");
        assertEquals(List.of(), strand.await(store.find(OBJECT.key())));

        disk.inject(DiskFault.NONE);

        assertEquals(List.of(OBJECT.record(0)), strand.await(store.find(OBJECT.key())));
    }

    @Test
    void reserve_leavesFreeWhatItIsToldTo_andNamesIt() {
        config = CONFIG.withReserveFreeBytes(10_000);
        store = open();

        FailureException thrown =
                assertThrows(FailureException.class, () -> strand.await(store.reserve(50_001)));

        assertEquals(FailureKind.NO_SPACE, thrown.failure().kind());
        assertEquals(
                "50000 bytes are free, beside the 10000 that stay so (reserve-free)",
                thrown.failure().cause());
        strand.await(store.reserve(50_000));
    }

    @Test
    void anyChange_whoseCallFails_failsAndLeavesWhatWasThere() {
        for (String operation : List.of("open", "write", "sync", "rename", "delete")) {
            newDiskWithBoth();
            failOn(operation);
            ShardRecord newShard = OBJECT.recordWithLease(0, 1L << 50);
            ShardRecord newCopy = TestObject.inline(2, SCHEME, 1040).recordWithLease(0, 1L << 50);
            List<CompletableFuture<?>> changes =
                    List.of(
                            store.update(newShard.name(), here -> newShard),
                            store.update(newCopy.name(), here -> newCopy),
                            store.remove(new ShardName(OBJECT.key(), 0)),
                            store.remove(new ShardName(SMALL.objectKey(), 0)));
            changes.forEach(change -> strand.await(change.handle((_, _) -> true)));
            disk.inject(DiskFault.NONE);

            List<StoredShard> rows = rows(operation);
            assertEquals(List.<FileInfo>of(), strand.await(disk.list("tmp")), operation);
            disk = disk.kill();
            store = open();
            assertEquals(rows, rows(operation), operation);
            assertEquals(List.of(), problems, operation);
        }
    }

    /**
     * Of an entry whose sync failed nobody knows whether it is there, so the next start decides.
     */
    private List<StoredShard> rows(String operation) {
        return strand.await(store.list(Optional.empty(), 10)).stream()
                .filter(row ->
                        !operation.equals("sync") || row.location() instanceof ShardLocation.InFile)
                .toList();
    }

    private void newDiskWithBoth() {
        disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, 1);
        index = MemoryShardIndex.create();
        store = open();
        strand.await(write(0).commit(OBJECT.record(0)));
        strand.await(store.commitInline(SMALL));
    }

    @Test
    void bury_whoseFilesCannotBeDeleted_isFinishedByTheNextStart() {
        newDiskWithBoth();
        failOn("delete");
        assertFails(FailureKind.IO, store.bury(OBJECT.tombstone()));
        disk.inject(DiskFault.NONE);
        assertEquals(List.of(), strand.await(store.find(OBJECT.key())));

        disk = disk.crash();
        store = open();

        assertEquals(List.of(), strand.await(store.find(OBJECT.key())));
        assertEquals(Optional.of(OBJECT.tombstone()), strand.await(store.tombstone(OBJECT.key())));
        assertEquals(1, strand.await(store.usage()).shardCount());
    }

    @Test
    void scrub_diskError_keepsTheShard() {
        newDiskWithBoth();
        failOn("read");
        ShardName shard = new ShardName(OBJECT.key(), 0);
        ShardName copy = new ShardName(SMALL.objectKey(), 0);

        assertEquals(ScrubResult.UNREADABLE, scrub(shard));
        assertEquals(ScrubResult.UNREADABLE, scrub(copy));

        disk.inject(DiskFault.NONE);
        assertEquals(ScrubResult.INTACT, scrub(shard));
        assertEquals(ScrubResult.INTACT, scrub(copy));
    }

    private ScrubResult scrub(ShardName name) {
        return strand.await(store.scrub(name, _ -> CompletableFuture.completedFuture(null)));
    }

    @Test
    void compact_diskError_losesNothing() {
        for (String operation : List.of("open", "read", "write", "sync", "delete", "list")) {
            disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, 1);
            index = MemoryShardIndex.create();
            config = new StoreConfig(1 << 30, 0, 4_000, 4_000, 10_000, 1 << 20);
            store = open();
            strand.await(store.commitInline(SMALL));
            for (int sequence = 2; sequence < 5; sequence++) {
                ShardRecord changed = SMALL.withEnvelope(newer(sequence));
                strand.await(store.update(changed.name(), here -> changed));
            }
            ShardRecord last = SMALL.withEnvelope(newer(4));
            failOn(operation);
            strand.await(store.compact().handle((_, _) -> true));
            disk.inject(DiskFault.NONE);

            assertEquals(List.of(last), strand.await(store.find(SMALL.objectKey())), operation);
            disk = disk.crash();
            store = open();
            assertEquals(List.of(last), strand.await(store.find(SMALL.objectKey())), operation);
            assertEquals(List.of(), problems, operation);
        }
    }

    private static SignedEnvelope newer(int sequence) {
        return TestObject.inline(2, SCHEME, 1040).recordWithEnvelope(0, sequence).envelope();
    }

    @Test
    void opening_directoryThatCannotBeRead_isReportedAndItsShardsStay() {
        newDiskWithBoth();
        String hex = OBJECT.key().toString();
        String upper = "objects/" + hex.substring(0, 2);
        for (String path : List.of(upper, upper + "/" + hex.substring(2, 4))) {
            disk = disk.kill();
            disk.inject((verb, at) ->
                    verb.equals("list") && at.equals(path)
                            ? Optional.of(FailureKind.PERMISSION)
                            : Optional.empty());
            problems.clear();

            store = open();

            assertEquals(List.of(path), problems.stream().map(Problem::path).toList());
            assertEquals(2, strand.await(store.usage()).shardCount());
            disk.inject(DiskFault.NONE);
            assertEquals(List.of(OBJECT.record(0)), strand.await(store.find(OBJECT.key())));
        }
    }

    @Test
    void opening_zeroLengthShard_isSetAside() {
        newDiskWithBoth();
        String hex = OBJECT.key().toString();
        String shard =
                "objects/%s/%s/%s.0.shard".formatted(hex.substring(0, 2), hex.substring(2, 4), hex);
        disk = disk.kill();
        FileHandle file = strand.await(disk.open(shard, OpenMode.READ_WRITE));
        strand.await(file.truncate(0));

        store = open();

        assertEquals(List.of(), strand.await(store.find(OBJECT.key())));
        assertEquals(
                2,
                strand.await(disk.list("damaged")).stream()
                        .filter(each -> !each.name().endsWith("cvs"))
                        .count());
        assertEquals(List.of(SMALL), strand.await(store.find(SMALL.objectKey())));
    }

    @Test
    void opening_damagedFilesThatCannotBeMovedAway_areReportedAndTheRestIsThere() {
        newDiskWithBoth();
        String hex = OBJECT.key().toString();
        String shard =
                "objects/%s/%s/%s.0.shard".formatted(hex.substring(0, 2), hex.substring(2, 4), hex);
        disk = disk.kill();
        strand.await(disk.delete(shard));
        failOn("rename");

        store = open();

        assertEquals(List.of(SMALL), strand.await(store.find(SMALL.objectKey())));
        assertEquals(2, problems.size(), problems::toString);
    }

    /** As when the system has mounted a failing disk anew: what can be read must be had. */
    @Test
    void opening_readOnlyDisk_givesAllThatIsThereAndTakesNothing() {
        newDiskWithBoth();
        disk = disk.kill();
        disk.readOnly(true);
        index = MemoryShardIndex.create();

        store = open();

        assertEquals(List.of(OBJECT.record(0)), strand.await(store.find(OBJECT.key())));
        assertEquals(List.of(SMALL), strand.await(store.find(SMALL.objectKey())));
        assertFails(FailureKind.PERMISSION, store.commitInline(LITTLE));
        assertFails(FailureKind.PERMISSION, store.begin(OBJECT.key(), 1, TestObject.BLOCK_BYTES));
        assertEquals(
                "cannot be written: read-only file system; check the disk, owner and mode",
                problems.getFirst().cause());
    }

    @Test
    void opening_newReadOnlyDisk_failsWithTheCause() {
        disk = SimulatedDisk.create(strand, DiskConfig.INSTANT, 1);
        disk.readOnly(true);

        assertOpeningFails(FailureKind.PERMISSION);
    }

    /** Else what is put below names that are not on the medium would go with them. */
    @Test
    void opening_directoriesThatCannotBeSynced_fails() {
        newDiskWithBoth();
        disk = disk.kill();
        failOn("sync");

        assertOpeningFails(FailureKind.IO);
    }

    private void assertOpeningFails(FailureKind kind) {
        assertFails(
                kind,
                FileShardStore.open(
                        new StorePorts(disk, index, new InlineCompute(), problems::add), CONFIG));
    }

    @Test
    void opening_tornPackThatCannotBeCut_isReadAndNotAppendedTo() {
        newDiskWithBoth();
        disk = disk.kill();
        String pack = "packs/00000001.pack";
        FileHandle file = strand.await(disk.open(pack, OpenMode.READ_WRITE));
        long end = strand.await(file.size());
        strand.await(file.write(end, ByteBuffer.wrap(new byte[] {1, 2, 3})));
        index = MemoryShardIndex.create();
        failOn("truncate");

        store = open();

        assertEquals(List.of(SMALL), strand.await(store.find(SMALL.objectKey())));
        disk.inject(DiskFault.NONE);
        strand.await(store.commitInline(LITTLE));
        assertEquals(2, strand.await(disk.list("packs")).size());
    }

    @Test
    void fullDisk_stillLetsRemoveAndGivesTheRoomBack() {
        ShardWriter writer = write(0);
        strand.await(writer.commit(OBJECT.record(0)));
        assertFails(FailureKind.NO_SPACE, store.reserve(30_000));

        strand.await(store.remove(new ShardName(OBJECT.key(), 0)));

        assertEquals(60_000, strand.await(store.freeBytes()));
    }
}

package io.shardmesh.simulator.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.FileInfo;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.FileShardStore;
import io.shardmesh.node.store.InlineCompute;
import io.shardmesh.node.store.MemoryShardIndex;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.StoreConfig;
import io.shardmesh.node.store.StorePorts;
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
    private ShardStore store = open();

    private ShardStore open() {
        StorePorts ports =
                new StorePorts(disk, MemoryShardIndex.create(), new InlineCompute(), _ -> {});
        return strand.await(FileShardStore.open(ports, CONFIG)).store();
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
}

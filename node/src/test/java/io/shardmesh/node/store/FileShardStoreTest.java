package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.crypto.blake3.BlockPath;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class FileShardStoreTest {
    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final int BLOCK = TestObject.BLOCK_BYTES;

    private final StoreRig rig = new StoreRig();
    private final TestObject object = TestObject.sharded(1, SCHEME, 5 * BLOCK + 100);
    private final TestObject small = TestObject.inline(2, SCHEME, 1040);

    @Test
    void finish_givesPlainBlake3OfTheBytes() {
        ShardWriter writer = rig.write(object, 1);

        assertEquals(object.shard(1).length, writer.writtenBytes());
        assertEquals(Blake3.hash(object.shard(1)), rig.await(writer.finish()));
        rig.await(writer.commit(object.record(1)));
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    @Test
    void commit_makesTheThreeFilesAndLeavesTmpEmpty() {
        rig.commit(object, 2);

        String hex = object.key().toString();
        String directory = "objects/" + hex.substring(0, 2) + "/" + hex.substring(2, 4);
        String name = hex + ".2.";
        assertEquals(List.of(name + "cvs", name + "record", name + "shard"), rig.names(directory));
        assertArrayEquals(object.shard(2), rig.bytes(directory + "/" + name + "shard"));
        assertArrayEquals(object.record(2).encode(), rig.bytes(directory + "/" + name + "record"));
        assertEquals(List.of(), rig.names("tmp"));
    }

    @Test
    void shard_beforeCommit_isNotSeen() {
        ShardWriter writer = rig.write(object, 0);
        rig.await(writer.finish());

        assertEquals(List.of(), rig.find(object));
        assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.readBlock(object.key(), 0, 0)));
    }

    @Test
    void append_manyUnderWay_landInOrder() {
        ShardWriter writer = rig.await(rig.store.begin(object.key(), 0, BLOCK));
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        byte[] shard = object.shard(0);
        for (int at = 0; at < shard.length; at += 777) {
            int count = Math.min(777, shard.length - at);
            appends.add(writer.append(ByteBuffer.wrap(shard, at, count)));
        }
        CompletableFuture<Void> committed = writer.commit(object.record(0));

        rig.await(committed);

        appends.forEach(append -> assertTrue(append.isDone()));
        assertEveryBlockVerifies(object, 0);
    }

    @Test
    void readBlock_everyBlock_verifiesAgainstTheManifest() {
        rig.commit(object, 0);
        rig.commit(object, 2);

        assertEveryBlockVerifies(object, 0);
        assertEveryBlockVerifies(object, 2);
        for (long block : new long[] {-1, 4, Long.MAX_VALUE}) {
            assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.readBlock(object.key(), 0, block)));
        }
        assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.readBlock(object.key(), 1, 0)));
    }

    @Test
    void reader_readingBlockAfterBlock_opensEachFileOnceAndClosesIt() {
        rig.commit(object, 0);
        rig.commit(object, 2);
        ShardReader reader = rig.store.reader();
        for (int block : new int[] {0, 1, 2, 1, 0}) {
            for (int index : new int[] {0, 2}) {
                StoredBlock read = rig.await(reader.readBlock(object.key(), index, block));
                int end = Math.min(object.shard(index).length, (block + 1) * BLOCK);
                byte[] expected = Arrays.copyOfRange(object.shard(index), block * BLOCK, end);
                assertEquals(ByteBuffer.wrap(expected), read.block());
            }
        }
        assertEquals(2, rig.files.shardOpenCount);
        assertEquals(0, rig.files.shardCloseCount);
        rig.await(reader.close());
        assertEquals(2, rig.files.shardCloseCount);
        assertEquals(FailureKind.NOT_FOUND, rig.failure(reader.readBlock(object.key(), 0, 0)));
        assertEquals(rig.files.shardOpenCount, rig.files.shardCloseCount);
    }

    @Test
    void reader_askedForABlockBeyondTheEndOfAnOpenShard_fails() {
        rig.commit(object, 0);
        ShardReader reader = rig.store.reader();
        rig.await(reader.readBlock(object.key(), 0, 0));
        assertEquals(FailureKind.NOT_FOUND, rig.failure(reader.readBlock(object.key(), 0, 9)));
        rig.await(reader.readBlock(object.key(), 0, 1));
        rig.await(reader.close());
    }

    @Test
    void reader_ofManyShards_keepsFewFilesOpen() {
        for (int index = 0; index < 3; index++) {
            rig.commit(object, index);
        }
        ShardReader reader = rig.store.reader();
        for (int index = 0; index < 3; index++) {
            rig.await(reader.readBlock(object.key(), index, 0));
        }
        assertEquals(2, rig.files.shardOpenCount - rig.files.shardCloseCount);
        rig.await(reader.close());
    }

    private void assertEveryBlockVerifies(TestObject of, int index) {
        byte[] shard = of.shard(index);
        for (int block = 0; block * BLOCK < shard.length; block++) {
            StoredBlock read = rig.await(rig.readBlock(of.key(), index, block));
            int end = Math.min(shard.length, (block + 1) * BLOCK);
            byte[] expected = Arrays.copyOfRange(shard, block * BLOCK, end);
            assertEquals(ByteBuffer.wrap(expected), read.block());
            assertTrue(
                    BlockPath.verify(
                            Blake3.hash(shard),
                            shard.length,
                            BLOCK,
                            block,
                            read.block(),
                            read.path()));
        }
    }

    @Test
    void readBlock_withoutOrWithDamagedChainingValues_makesThemAgain() {
        rig.commit(object, 0);
        String values = path(object, 0, ShardFiles.Part.CHAINING_VALUES);
        byte[] original = rig.bytes(values);

        rig.overwrite(values, 40, 1, 2, 3);
        rig.reopen(rig.index);
        assertEveryBlockVerifies(object, 0);
        assertArrayEquals(original, rig.bytes(values));
        rig.await(rig.files.delete(values));
        rig.reopen(rig.index);
        assertEveryBlockVerifies(object, 0);
        assertArrayEquals(original, rig.bytes(values));
    }

    @Test
    void readBlock_flippedBit_isGivenForTheReaderToRefuse() {
        rig.commit(object, 0);
        rig.overwrite(path(object, 0, ShardFiles.Part.SHARD), BLOCK + 5, 0x55, 0x66);

        StoredBlock read = rig.await(rig.readBlock(object.key(), 0, 1));

        byte[] shard = object.shard(0);
        assertFalse(
                BlockPath.verify(
                        Blake3.hash(shard), shard.length, BLOCK, 1, read.block(), read.path()));
    }

    @Test
    void readBlock_shardDamagedAndChainingValuesGone_failsWithDamaged() {
        rig.commit(object, 0);
        rig.overwrite(path(object, 0, ShardFiles.Part.SHARD), BLOCK + 5, 0x55, 0x66);
        rig.await(rig.files.delete(path(object, 0, ShardFiles.Part.CHAINING_VALUES)));
        rig.reopen(rig.index);

        assertEquals(FailureKind.DAMAGED, rig.failure(rig.readBlock(object.key(), 0, 0)));
    }

    @Test
    void readBlock_shardCutOrDeleted_failsWithDamagedOrNotFound() {
        rig.commit(object, 0);
        String shard = path(object, 0, ShardFiles.Part.SHARD);

        rig.truncate(shard, BLOCK + 1);
        assertEquals(FailureKind.DAMAGED, rig.failure(rig.readBlock(object.key(), 0, 1)));
        rig.await(rig.files.delete(shard));
        assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.readBlock(object.key(), 0, 1)));
    }

    @Test
    void commit_misfits_areRefusedAndDropped() {
        TestObject other = TestObject.sharded(7, SCHEME, 5 * BLOCK + 100);
        ShardWriter wrongIndex = rig.write(object, 0);
        ShardWriter wrongObject = rig.write(object, 0);
        ShardWriter wrongBytes = rig.await(rig.store.begin(object.key(), 0, BLOCK));
        rig.await(wrongBytes.append(ByteBuffer.wrap(object.shard(1))));
        ShardWriter tooShort = rig.await(rig.store.begin(object.key(), 0, BLOCK));
        rig.await(tooShort.append(ByteBuffer.wrap(object.shard(0), 0, BLOCK)));
        ShardWriter wrongBlockSize = rig.await(rig.store.begin(object.key(), 0, 2 * BLOCK));
        rig.await(wrongBlockSize.append(ByteBuffer.wrap(object.shard(0))));

        assertRefused(wrongIndex.commit(object.record(1)));
        assertRefused(wrongObject.commit(other.record(0)));
        assertRefused(wrongBytes.commit(object.record(0)));
        assertRefused(tooShort.commit(object.record(0)));
        assertRefused(wrongBlockSize.commit(object.record(0)));
        assertEquals(List.of(), rig.names("tmp"));
        assertEquals(List.of(), rig.names("objects"));
    }

    @Test
    void commit_secondManifest_isRefused() {
        TestObject second = object.secondManifest();
        rig.commit(object, 0);

        assertRefused(rig.write(second, 1).commit(second.record(1)));
        assertRefused(rig.write(second, 0).commit(second.record(0)));
        assertEquals(List.of(object.record(0)), rig.find(object));
        rig.commit(object, 1);
    }

    @Test
    void commit_twoManifestsAtOnce_oneIsRefused() {
        TestObject second = object.secondManifest();
        ShardWriter writer = rig.write(object, 0);
        ShardWriter other = rig.write(second, 1);
        rig.await(writer.finish());
        rig.await(other.finish());

        CompletableFuture<Void> first = writer.commit(object.record(0));
        CompletableFuture<Void> late = other.commit(second.record(1));

        rig.await(first);
        assertRefused(late);
    }

    @Test
    void commitInline_secondManifest_isRefused_sameAgain_replaces() {
        rig.await(rig.store.commitInline(small.record(0)));

        assertRefused(rig.store.commitInline(small.secondManifest().record(0)));
        rig.await(rig.store.commitInline(small.recordWithEnvelope(0, 2)));

        assertEquals(List.of(small.recordWithEnvelope(0, 2)), rig.find(small));
        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(small.recordWithEnvelope(0, 2)), rig.find(small));
        assertEquals(1, rig.await(rig.store.usage()).shardCount());
    }

    private void assertRefused(CompletableFuture<Void> commit) {
        assertEquals(FailureKind.REFUSED, rig.failure(commit));
    }

    @Test
    void commit_again_isFineAndCountsOnce() {
        rig.commit(object, 0);
        long storedBytes = rig.await(rig.store.usage()).storedBytes();

        rig.commit(object, 0);

        assertEquals(storedBytes, rig.await(rig.store.usage()).storedBytes());
        assertEquals(List.of(object.record(0)), rig.find(object));
        assertEveryBlockVerifies(object, 0);
    }

    @Test
    void abort_dropsTheBytes_andIsFineTwice() {
        ShardWriter writer = rig.write(object, 0);

        rig.await(writer.abort());
        rig.await(writer.abort());

        assertEquals(List.of(), rig.names("tmp"));
        assertThrows(IllegalStateException.class, () -> writer.append(ByteBuffer.allocate(1)));
        assertThrows(IllegalStateException.class, () -> writer.commit(object.record(0)));
    }

    @Test
    void abort_afterCommit_keepsTheShard() {
        ShardWriter writer = rig.write(object, 0);
        rig.await(writer.commit(object.record(0)));

        rig.await(writer.abort());

        assertEveryBlockVerifies(object, 0);
    }

    @Test
    void list_pagesThroughAll() {
        rig.commit(object, 0);
        rig.commit(object, 1);
        rig.await(rig.store.commitInline(small.record(1)));

        List<StoredShard> first = rig.await(rig.store.list(Optional.empty(), 2));
        List<StoredShard> second =
                rig.await(rig.store.list(Optional.of(first.getLast().name()), 2));

        assertEquals(2, first.size());
        assertEquals(1, second.size());
        List<StoredShard> all = new ArrayList<>(first);
        all.addAll(second);
        long sum = all.stream().mapToLong(StoredShard::storedBytes).sum();
        assertEquals(sum, rig.await(rig.store.usage()).storedBytes());
        assertEquals(sum, rig.await(rig.store.storedBytes(TestObject.owner(1))));
        assertEquals(0, rig.await(rig.store.storedBytes(TestObject.owner(9))));
    }

    @Test
    void reserve_countsAgainstTheLimit() {
        Reservation most = rig.await(rig.store.reserve((1 << 30) - 100));

        assertEquals(FailureKind.NO_SPACE, rig.failure(rig.store.reserve(101)));
        assertEquals(FailureKind.NO_SPACE, rig.failure(most.grow(101)));
        rig.await(most.grow(100));
        assertEquals(0, rig.await(rig.store.usage()).freeBytes());
        assertEquals(1 << 30, rig.await(rig.store.usage()).reservedBytes());
        most.release();
        most.release();
        assertEquals(1 << 30, rig.await(rig.store.usage()).freeBytes());
        rig.await(rig.store.reserve(1 << 30)).release();
    }

    @Test
    void reserve_littleBesideWhatIsFree_doesNotAskTheDiskEachTime() {
        rig.files.usableBytes = 1 << 28;
        long freeBytes = rig.await(rig.store.freeBytes());
        int before = rig.files.usableAskCount;
        long smallBytes = freeBytes / 10_000;
        for (int i = 0; i < 20; i++) {
            rig.await(rig.store.reserve(smallBytes)).release();
        }
        assertEquals(before, rig.files.usableAskCount);
        for (int i = 0; i < 20; i++) {
            rig.await(rig.store.reserve(smallBytes)).release();
        }
        assertEquals(before + 1, rig.files.usableAskCount, "what was promised has added up");
        rig.await(rig.store.reserve(freeBytes / 2)).release();
        assertEquals(before + 2, rig.files.usableAskCount);
    }

    private static String path(TestObject of, int index, ShardFiles.Part part) {
        return new ShardFiles(new ShardName(of.key(), index)).path(part);
    }
}

package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ShardRemovalTest {
    private static final Scheme SCHEME = new Scheme(2, 1);

    private final StoreRig rig = new StoreRig();
    private final TestObject object = TestObject.sharded(1, SCHEME, 5 * TestObject.BLOCK_BYTES);
    private final TestObject small = TestObject.inline(2, SCHEME, 1040);

    private boolean remove(TestObject of, int index) {
        return rig.await(rig.store.remove(new ShardName(of.key(), index)));
    }

    @Test
    void shard_leavesNothingBehind() {
        rig.commit(object, 0);
        rig.commit(object, 1);

        assertTrue(remove(object, 0));

        assertEquals(List.of(object.record(1)), rig.find(object));
        assertEquals(3, rig.names(rig.directory(object)).size());
        assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.readBlock(object.key(), 0, 0)));
        assertGoneAfterReopening(object, 1);
    }

    @Test
    void inlineCopy_staysGoneWhenTheIndexIsLost() {
        rig.await(rig.store.commitInline(small.record(0)));
        rig.await(rig.store.commitInline(small.record(1)));

        assertTrue(remove(small, 0));

        assertEquals(List.of(small.record(1)), rig.find(small));
        assertGoneAfterReopening(small, 1);
    }

    private void assertGoneAfterReopening(TestObject of, int left) {
        StoreUsage usage = rig.await(rig.store.usage());
        assertEquals(1, usage.shardCount());
        for (ShardIndex index : List.of(rig.index, MemoryShardIndex.create())) {
            rig.reopen(index);
            assertEquals(List.of(), rig.problems);
            assertEquals(List.of(of.record(left)), rig.find(of));
            assertEquals(usage, rig.await(rig.store.usage()));
        }
    }

    @Test
    void whatIsNotHere_saysSo() {
        assertFalse(remove(object, 0));
        rig.await(rig.store.commitInline(small.record(0)));
        assertTrue(remove(small, 0));
        assertFalse(remove(small, 0));
    }

    @Test
    void removed_canComeAgain() {
        rig.commit(object, 0);
        rig.await(rig.store.commitInline(small.record(0)));
        remove(object, 0);
        remove(small, 0);

        rig.commit(object, 0);
        rig.await(rig.store.commitInline(small.record(0)));

        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(object.record(0)), rig.find(object));
        assertEquals(List.of(small.record(0)), rig.find(small));
    }

    @Test
    void reader_thatHasItOpen_readsOn() {
        rig.commit(object, 0);
        ShardReader reader = rig.store.reader();
        StoredBlock before = rig.await(reader.readBlock(object.key(), 0, 1));

        remove(object, 0);

        StoredBlock after = rig.await(reader.readBlock(object.key(), 0, 1));
        assertEquals(before.block(), after.block());
        assertArrayEquals(before.path(), after.path());
        rig.await(reader.close());
    }

    /** The tree was pushed out of the cache, and its file is gone too. */
    @Test
    void reader_thatHasItOpen_readsOnWithoutCachedTree() {
        rig.config = new StoreConfig(1 << 30, 0, 1 << 20, 1 << 18, 4 << 10, 0);
        rig.reopen(rig.index);
        rig.commit(object, 0);
        ShardReader reader = rig.store.reader();
        StoredBlock before = rig.await(reader.readBlock(object.key(), 0, 1));

        remove(object, 0);

        StoredBlock after = rig.await(reader.readBlock(object.key(), 0, 1));
        assertEquals(before.block(), after.block());
        assertArrayEquals(before.path(), after.path());
        rig.await(reader.close());
        assertEquals(List.of(), rig.names("tmp"));
    }

    @Test
    void whileItIsRead_reportsNoDamage() {
        rig.commit(object, 0);
        CompletableFuture<?> found = rig.store.find(object.key());
        CompletableFuture<Boolean> removed = rig.store.remove(new ShardName(object.key(), 0));

        rig.await(CompletableFuture.allOf(found, removed));

        assertEquals(List.of(), rig.problems);
        assertEquals(List.of(), rig.names("damaged"));
    }

    @Test
    void storedBytes_followEveryChange() {
        rig.commit(object, 0);
        rig.await(rig.store.commitInline(small.record(0)));
        remove(object, 0);
        long left = rig.await(rig.store.storedBytes(TestObject.owner(1)));

        assertEquals(left, rig.rows().getFirst().storedBytes());
        remove(small, 0);
        assertEquals(0, rig.await(rig.store.storedBytes(TestObject.owner(1))));
    }
}

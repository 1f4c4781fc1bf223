package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class RecordUpdateTest {
    private static final Scheme SCHEME = new Scheme(2, 1);

    private final StoreRig rig = new StoreRig();
    private final TestObject object = TestObject.sharded(1, SCHEME, 40_000);
    private final TestObject small = TestObject.inline(2, SCHEME, 1040);

    @Test
    void shard_getsTheNewRecordAndKeepsItsBytes() {
        rig.commit(object, 1);
        ShardRecord newer = object.recordWithLease(1, 1L << 50);

        rig.await(rig.update(newer));

        assertEquals(List.of(newer), rig.find(object));
        assertEquals(List.of(), rig.names("tmp"));
        rig.await(rig.readBlock(object.key(), 1, 0));
        assertSameWhenRebuilt();
        assertEquals(List.of(newer), rig.find(object));
    }

    @Test
    void inlineCopy_theLaterRecordCounts() {
        rig.await(rig.store.commitInline(small.record(0)));
        ShardRecord newer = small.recordWithLease(0, 1L << 50);

        rig.await(rig.update(newer));

        assertEquals(List.of(newer), rig.find(small));
        assertEquals(1, rig.await(rig.store.usage()).shardCount());
        assertSameWhenRebuilt();
        assertEquals(List.of(newer), rig.find(small));
    }

    private void assertSameWhenRebuilt() {
        StoreUsage usage = rig.await(rig.store.usage());
        List<StoredShard> rows = rig.rows();
        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(), rig.problems);
        assertEquals(rows, rig.rows());
        assertEquals(usage, rig.await(rig.store.usage()));
    }

    @Test
    void whatIsNotHere_fails() {
        rig.commit(object, 1);

        assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.update(object.record(0))));
        assertEquals(FailureKind.NOT_FOUND, rig.failure(rig.update(small.record(0))));
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    @Test
    void otherManifest_isRefused() {
        rig.commit(object, 1);

        ShardRecord other = object.secondManifest().record(1);

        assertEquals(FailureKind.REFUSED, rig.failure(rig.update(other)));
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    @Test
    void leaseThatATombstoneEnds_fails() {
        rig.commit(object, 1);
        rig.await(rig.update(object.recordWithLease(1, 1L << 50)));
        rig.await(rig.store.bury(object.tombstone((1L << 50) - 1)));

        assertEquals(FailureKind.DELETED, rig.failure(rig.update(object.record(1))));
    }

    /** Without turns both would count what the first has replaced. */
    @Test
    void twoAtOnce_theLastCountsAndSpaceIsRight() {
        rig.await(rig.store.commitInline(small.record(0)));
        CompletableFuture<ShardRecord> first = rig.update(small.recordWithLease(0, 1L << 50));
        CompletableFuture<ShardRecord> second = rig.update(small.recordWithLease(0, 1L << 51));

        rig.await(CompletableFuture.allOf(first, second));

        assertEquals(List.of(small.recordWithLease(0, 1L << 51)), rig.find(small));
        assertSameWhenRebuilt();
    }

    /** The row must say that the record has to be read, for the index looks into no record. */
    @Test
    void indexThatStoppedInTheMiddle_isMendedFromTheRecord() {
        rig.commit(object, 1);
        StoredShard row = rig.rows().getFirst();
        rig.await(rig.update(object.recordWithLease(1, 1L << 50)));
        rig.await(rig.index.apply(IndexChange.put(row.unsettled())));

        rig.reopen(rig.index);

        assertEquals(1L << 50, rig.rows().getFirst().leaseSequence());
    }

    /** A lease and an envelope that come together are both kept. */
    @Test
    void changesAtOnce_seeEachOther() {
        rig.await(rig.store.commitInline(small.record(0)));
        ShardRecord envelope = small.recordWithEnvelope(0, 7);
        ShardRecord lease = small.recordWithLease(0, 1L << 50);
        CompletableFuture<ShardRecord> first =
                rig.store.update(envelope.name(), here -> here.withEnvelope(envelope.envelope()));
        CompletableFuture<ShardRecord> second =
                rig.store.update(lease.name(), here -> here.withLease(lease.lease()));

        rig.await(CompletableFuture.allOf(first, second));

        ShardRecord kept = rig.find(small).getFirst();
        assertEquals(envelope.envelope(), kept.envelope());
        assertEquals(lease.lease(), kept.lease());
    }

    @Test
    void changeThatChangesNothing_writesNothing() {
        rig.commit(object, 1);
        List<StoredShard> rows = rig.rows();
        rig.await(rig.store.update(new ShardName(object.key(), 1), here -> here));
        assertEquals(rows, rig.rows());
        assertEquals(List.of(), rig.names("tmp"));
    }
}

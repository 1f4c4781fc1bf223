package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class TombstonesTest {
    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final long LATER = 1L << 50;

    private final StoreRig rig = new StoreRig();
    private final TestObject object = TestObject.sharded(1, SCHEME, 40_000);
    private final TestObject small = TestObject.inline(2, SCHEME, 1040);

    @Test
    void bury_takesOutAllOfTheObject_alsoAfterReopening() {
        rig.commit(object, 0);
        rig.commit(object, 2);
        rig.await(rig.store.commitInline(small.record(0)));

        rig.await(rig.store.bury(object.tombstone()));
        rig.await(rig.store.bury(small.tombstone()));

        assertBuried();
        rig.reopen(rig.index);
        assertBuried();
        rig.reopen(MemoryShardIndex.create());
        assertBuried();
    }

    private void assertBuried() {
        assertEquals(List.of(), rig.problems);
        assertEquals(List.of(), rig.find(object));
        assertEquals(List.of(), rig.find(small));
        assertEquals(List.of(), rig.names(rig.directory(object)));
        assertEquals(Optional.of(object.tombstone()), tombstone(object));
        assertEquals(Optional.of(small.tombstone()), tombstone(small));
        assertEquals(0, rig.await(rig.store.usage()).storedBytes());
    }

    private Optional<SignedTombstone> tombstone(TestObject of) {
        return rig.await(rig.store.tombstone(of.key()));
    }

    @Test
    void commit_underALeaseThatIsEnded_fails() {
        rig.await(rig.store.bury(object.tombstone()));
        rig.await(rig.store.bury(small.tombstone()));

        assertEquals(
                FailureKind.DELETED, rig.failure(rig.write(object, 0).commit(object.record(0))));
        assertEquals(FailureKind.DELETED, rig.failure(rig.store.commitInline(small.record(0))));
        assertEquals(List.of(), rig.names("tmp"));
    }

    @Test
    void commit_underANewerLease_isTakenAndOutlivesTheTombstone() {
        rig.await(rig.store.bury(object.tombstone()));
        rig.await(rig.store.bury(small.tombstone()));
        ShardRecord newShard = object.recordWithLease(0, LATER);
        ShardRecord newCopy = small.recordWithLease(0, LATER);

        rig.await(rig.write(object, 0).commit(newShard));
        rig.await(rig.store.commitInline(newCopy));

        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(newShard), rig.find(object));
        assertEquals(List.of(newCopy), rig.find(small));
    }

    /** Else the commit, which has passed the check, would land behind the tombstone. */
    @Test
    void bury_atAnyMomentOfACommit_takesThatOutToo() {
        for (int moment = 0; moment < 60; moment++) {
            StoreRig each = new StoreRig();
            ShardWriter writer = each.write(object, 0);
            CompletableFuture<Void> committed = writer.commit(object.record(0));
            CompletableFuture<Void> copied = each.store.commitInline(small.record(0));
            for (int turn = 0; turn < moment && !each.strand.isEmpty(); turn++) {
                each.strand.remove().run();
            }

            each.await(each.store.bury(object.tombstone()));
            each.await(each.store.bury(small.tombstone()));

            each.await(Steps.settled(committed));
            each.await(Steps.settled(copied));
            each.reopen(MemoryShardIndex.create());
            assertEquals(List.of(), each.rows(), "moment " + moment);
            assertEquals(List.of(), each.problems);
        }
    }

    @Test
    void olderTombstone_changesNothing() {
        rig.await(rig.store.bury(object.tombstone(LATER)));
        rig.await(rig.store.bury(object.tombstone(LATER - 1)));

        assertEquals(Optional.of(object.tombstone(LATER)), tombstone(object));
    }

    /** Else anybody's tombstone with a high sequence would undo the owner's. */
    @Test
    void tombstoneOfAnotherOwner_endsNothingAndReplacesNone() {
        rig.await(rig.store.bury(object.tombstone()));
        rig.commit(TestObject.sharded(3, SCHEME, 40_000), 0);
        rig.await(rig.store.bury(TestObject.tombstone(object.key(), Long.MAX_VALUE, 7)));
        TestObject third = TestObject.sharded(3, SCHEME, 40_000);
        rig.await(rig.store.bury(TestObject.tombstone(third.key(), Long.MAX_VALUE, 7)));

        assertEquals(1, rig.find(third).size());
        assertEquals(
                FailureKind.DELETED, rig.failure(rig.write(object, 0).commit(object.record(0))));
    }

    @Test
    void tombstones_comeInPagesThatSplitNoObject() {
        List<SignedTombstone> all = new ArrayList<>();
        for (int number = 10; number < 20; number++) {
            TestObject each = TestObject.inline(number, SCHEME, 1040);
            all.add(each.tombstone());
            rig.await(rig.store.bury(each.tombstone()));
        }
        SignedTombstone second = TestObject.tombstone(all.get(3).tombstone().objectKey(), 5, 7);
        rig.await(rig.store.bury(second));

        List<SignedTombstone> read = new ArrayList<>();
        Optional<Digest> after = Optional.empty();
        while (true) {
            List<SignedTombstone> page = rig.await(rig.store.tombstones(after, 3));
            if (page.isEmpty()) {
                break;
            }
            read.addAll(page);
            after = Optional.of(page.getLast().tombstone().objectKey());
        }

        assertEquals(11, read.size());
        read.remove(second);
        all.sort(Comparator.comparing(each -> each.tombstone().objectKey()));
        assertEquals(all, read);
    }

    @Test
    void forgotten_staysForgottenAndItsObjectMayComeAgain() {
        rig.await(rig.store.bury(small.tombstone()));

        rig.await(rig.store.forgetTombstone(small.key()));

        assertEquals(Optional.empty(), tombstone(small));
        rig.reopen(MemoryShardIndex.create());
        assertEquals(Optional.empty(), tombstone(small));
        rig.await(rig.store.commitInline(small.record(0)));
        rig.reopen(MemoryShardIndex.create());
        assertEquals(List.of(small.record(0)), rig.find(small));
    }

    @Test
    void forgottenOfOneOwner_leavesTheOthers() {
        SignedTombstone second = TestObject.tombstone(small.key(), 5, 7);
        rig.await(rig.store.bury(small.tombstone()));
        rig.await(rig.store.bury(second));

        rig.await(rig.store.forgetTombstone(small.key(), second.tombstone().owner()));

        rig.reopen(MemoryShardIndex.create());
        assertEquals(
                List.of(small.tombstone()), rig.await(rig.store.tombstones(Optional.empty(), 10)));
    }

    /** The power went after the tombstone was written and before the files were gone. */
    @Test
    void opening_takesOutWhatATombstoneEnds() {
        rig.commit(object, 0);
        PackEntry.Burial burial =
                new PackEntry.Burial(object.tombstone(), Bytes.of(object.tombstone().encode()));
        rig.await(
                rig.index.apply(IndexChange.of(burial.step(new ShardLocation.InPack(1, 16, 99)))));

        rig.reopen(rig.index);

        assertEquals(List.of(), rig.problems);
        assertEquals(List.of(), rig.names(rig.directory(object)));
        assertEquals(List.of(), rig.find(object));
    }

    @Test
    void damagedTombstone_isReportedAndTheRestGoesOn() {
        rig.await(rig.store.bury(object.tombstone()));
        rig.await(rig.store.commitInline(small.record(0)));
        rig.overwrite("packs/00000001.pack", 16 + 16 + 5, 1, 2, 3, 4);

        rig.reopen(MemoryShardIndex.create());

        assertEquals(1, rig.report.problems().size());
        assertEquals(Optional.empty(), tombstone(object));
        assertEquals(List.of(small.record(0)), rig.find(small));
    }
}

package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PackCompactionTest {
    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final int COUNT = 40;

    private final StoreRig rig = new StoreRig();
    private final List<TestObject> objects = new ArrayList<>();

    /** Ten entries go into a pack, and three into a batch. */
    @BeforeEach
    void fill() {
        rig.config = new StoreConfig(1 << 30, 0, 20_000, 8_000, 4 << 10, 1 << 20);
        rig.reopen(rig.index);
        for (int number = 0; number < COUNT; number++) {
            TestObject each = TestObject.inline(100 + number, SCHEME, 1040);
            objects.add(each);
            rig.await(rig.store.commitInline(each.record(0)));
        }
    }

    private void remove(int number) {
        rig.await(rig.store.remove(new ShardName(objects.get(number).key(), 0)));
    }

    private long packedBytes() {
        return rig.names("packs").stream()
                .mapToLong(name -> rig.bytes("packs/" + name).length)
                .sum();
    }

    private long compact() {
        return rig.await(rig.store.compact());
    }

    @Test
    void packsThatAreMostlyLive_stay() {
        for (int number = 0; number < COUNT; number += 4) {
            remove(number);
        }
        List<String> before = rig.names("packs");

        assertEquals(0, compact());
        assertEquals(before, rig.names("packs"));
    }

    @Test
    void packsThatAreMostlyDead_giveTheirRoomBack() {
        for (int number = 0; number < COUNT; number++) {
            if (number % 4 != 0) {
                remove(number);
            }
        }
        long before = packedBytes();

        long freed = compact();

        assertTrue(freed > before / 2, freed + " of " + before);
        long less = before - packedBytes();
        assertTrue(Math.abs(freed - less) <= PackFormat.HEADER_BYTES, freed + ", not " + less);
        assertEquals(0, compact());
        assertFourthsAreLeft();
        assertSameWhenRebuilt();
        assertFourthsAreLeft();
    }

    private void assertFourthsAreLeft() {
        assertEquals(List.of(), rig.problems);
        for (int number = 0; number < COUNT; number++) {
            TestObject each = objects.get(number);
            assertEquals(number % 4 == 0 ? List.of(each.record(0)) : List.of(), rig.find(each));
        }
    }

    private void assertSameWhenRebuilt() {
        List<StoredShard> rows = rig.rows();
        StoreUsage usage = rig.await(rig.store.usage());
        List<?> tombstones = rig.await(rig.store.tombstones(Optional.empty(), 1000));
        for (ShardIndex index : List.of(rig.index, MemoryShardIndex.create())) {
            rig.reopen(index);
            assertEquals(List.of(), rig.problems);
            assertEquals(rows, rig.rows());
            assertEquals(usage, rig.await(rig.store.usage()));
            assertEquals(tombstones, rig.await(rig.store.tombstones(Optional.empty(), 1000)));
        }
    }

    /** The first pack, which stays, holds the first version of what was replaced and removed. */
    @Test
    void removal_outlivesItsPackWhileAnOlderOneIsLeft() {
        rig.await(rig.store.commitInline(objects.get(0).recordWithEnvelope(0, 2)));
        remove(0);
        for (int number = 12; number < COUNT; number++) {
            remove(number);
        }

        assertTrue(compact() > 0);

        assertTrue(rig.names("packs").contains("00000001.pack"));
        assertSameWhenRebuilt();
        assertEquals(List.of(), rig.find(objects.get(0)));
    }

    @Test
    void removals_doNotPileUp() {
        for (int round = 0; round < 20; round++) {
            for (int number = 0; number < COUNT; number++) {
                rig.await(rig.store.commitInline(objects.get(number).record(0)));
                remove(number);
            }
            compact();
        }

        assertTrue(packedBytes() < 40_000, packedBytes() + " bytes for nothing");
        assertSameWhenRebuilt();
    }

    @Test
    void tombstone_isCopiedAndForgottenOnesAreNot() {
        for (TestObject each : objects) {
            rig.await(rig.store.bury(each.tombstone()));
        }
        for (int number = 1; number < COUNT; number++) {
            rig.await(rig.store.forgetTombstone(objects.get(number).key()));
        }

        assertTrue(compact() > 0);

        assertEquals(
                List.of(objects.getFirst().tombstone()),
                rig.await(rig.store.tombstones(Optional.empty(), 1000)));
        assertSameWhenRebuilt();
        for (TestObject each : objects) {
            assertEquals(List.of(), rig.find(each));
        }
    }

    /** At whatever moment a record is replaced, no copy of the older one may count instead. */
    @Test
    void replacedAtAnyMoment_theNewerCounts() {
        for (int number = 0; number < COUNT; number++) {
            if (number % 4 != 0) {
                remove(number);
            }
        }
        int sequence = 2;
        boolean compacting = true;
        for (int moment = 0; compacting; moment += 3) {
            CompletableFuture<Long> compacted = rig.store.compact();
            for (int turn = 0; turn < moment && !rig.strand.isEmpty(); turn++) {
                rig.strand.remove().run();
            }
            compacting = !compacted.isDone() || moment < 300;
            List<ShardRecord> newer = new ArrayList<>();
            List<CompletableFuture<ShardRecord>> updates = new ArrayList<>();
            for (int number = 0; number < COUNT; number += 4) {
                newer.add(objects.get(number).recordWithEnvelope(0, sequence));
                updates.add(rig.update(newer.getLast()));
            }
            sequence++;
            updates.forEach(rig::await);
            rig.await(compacted);

            for (int number = 0; number < COUNT; number += 4) {
                assertEquals(List.of(newer.get(number / 4)), rig.find(objects.get(number)));
            }
            assertSameWhenRebuilt();
        }
    }

    @Test
    void removedWhileItIsCopied_staysGone() {
        for (int moment = 0; moment < 200; moment += 2) {
            TestObject each = TestObject.inline(1000 + moment, SCHEME, 1040);
            rig.await(rig.store.commitInline(each.record(0)));
            CompletableFuture<Long> compacted = rig.store.compact();
            for (int turn = 0; turn < moment && !rig.strand.isEmpty(); turn++) {
                rig.strand.remove().run();
            }
            for (int number = 0; number < COUNT; number++) {
                if (number % 3 != moment % 3) {
                    remove(number);
                }
            }
            rig.await(compacted);

            assertSameWhenRebuilt();
            for (int number = 0; number < COUNT; number++) {
                if (number % 3 != moment % 3) {
                    assertEquals(List.of(), rig.find(objects.get(number)));
                } else {
                    rig.await(rig.store.commitInline(objects.get(number).record(0)));
                }
            }
        }
    }

    @Test
    void readersGoOn() {
        for (int number = 0; number < COUNT; number++) {
            if (number % 4 != 0) {
                remove(number);
            }
        }
        CompletableFuture<Long> compacted = rig.store.compact();
        while (!compacted.isDone()) {
            CompletableFuture<List<ShardRecord>> found = rig.store.find(objects.get(4).key());
            for (int turn = 0; turn < 3 && !rig.strand.isEmpty(); turn++) {
                rig.strand.remove().run();
            }
            assertEquals(List.of(objects.get(4).record(0)), rig.await(found));
        }
        assertEquals(List.of(), rig.problems);
    }

    @Test
    void damagedRecord_isReportedAndDoesNotKeepItsPack() {
        for (int number = 0; number < COUNT; number++) {
            if (number % 4 != 0) {
                remove(number);
            }
        }
        rig.overwrite("packs/00000001.pack", 16 + 16 + 400, 1, 2, 3, 4);

        compact();

        assertFalse(rig.names("packs").contains("00000001.pack"));
        assertEquals(1, rig.problems.size());
        assertEquals(List.of(), rig.find(objects.get(0)));
        assertEquals(List.of(objects.get(4).record(0)), rig.find(objects.get(4)));
    }

    @Test
    void packThatIsAppendedTo_isRolledOnlyWhenItIsLarge() {
        List<String> packs = rig.names("packs");
        for (int number = COUNT - 1; number > COUNT - 3; number--) {
            remove(number);
        }
        assertEquals(0, compact());
        assertEquals(packs.getLast(), rig.names("packs").getLast());
    }

    @Test
    void closing_stopsIt() {
        for (int number = 0; number < COUNT; number++) {
            if (number % 4 != 0) {
                remove(number);
            }
        }
        CompletableFuture<Long> compacted = rig.store.compact();
        rig.reopen(rig.index);
        assertTrue(compacted.isDone());

        compact();
        assertFourthsAreLeft();
    }
}

package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PacksTest {
    /** One object may have 251 inline copies here, so records are cheap to make. */
    private static final Scheme WIDE = new Scheme(4, 250);

    private final StoreRig rig = new StoreRig();

    @Test
    void commits_thatWaitTogether_shareASync() {
        TestObject object = TestObject.inline(1, WIDE, 1040);
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int rank = 0; rank < 60; rank++) {
            commits.add(rig.store.commitInline(object.record(rank)));
        }

        commits.forEach(rig::await);

        // The first goes alone; what came meanwhile goes together.
        assertEquals(2, rig.files.syncCount);
        rig.reopen(MemoryShardIndex.create());
        assertEquals(60, rig.find(object).size());
    }

    /**
     * Whoever is told of a commit and has the next at hand shares the next sync with the others.
     */
    @Test
    void commits_begunByThoseOfABatch_shareTheNextSync() {
        TestObject object = TestObject.inline(1, WIDE, 1040);
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int rank = 0; rank < 16; rank++) {
            int next = rank + 16;
            commits.add(
                    rig.store
                            .commitInline(object.record(rank))
                            .thenCompose(_ -> rig.store.commitInline(object.record(next))));
        }

        commits.forEach(rig::await);

        // The first alone; the others with its successor; their successors.
        assertEquals(3, rig.files.syncCount);
    }

    @Test
    void commits_oneAfterTheOther_areSyncedOneByOne() {
        TestObject object = TestObject.inline(1, WIDE, 1040);
        for (int rank = 0; rank < 3; rank++) {
            rig.await(rig.store.commitInline(object.record(rank)));
        }

        assertEquals(3, rig.files.syncCount);
    }

    @Test
    void tenThousandSmallObjects_lieInFewFiles() {
        int count = 0;
        for (int number = 0; number < 40; number++) {
            TestObject object = TestObject.inline(number, WIDE, 1040);
            List<CompletableFuture<Void>> commits = new ArrayList<>();
            for (int rank = 0; rank < 250; rank++) {
                commits.add(rig.store.commitInline(object.record(rank)));
                count++;
            }
            commits.forEach(rig::await);
        }

        assertEquals(10_000, count);
        assertEquals(10_000, rig.await(rig.store.usage()).shardCount());
        int files = rig.names("packs").size();
        assertTrue(files > 5 && files < 100, files + " packs"); // of 1 MiB each
        rig.reopen(MemoryShardIndex.create());
        assertEquals(10_000, rig.report.indexedCount());
        assertEquals(251 - 1, rig.find(TestObject.inline(39, WIDE, 1040)).size());
    }

    @Test
    void entriesOfOtherKinds_arePassedOver() {
        ByteBuffer pack = ByteBuffer.allocate(4096);
        PackFormat.writeHeader(pack, 1);
        PackFormat.writeEntry(pack, 77, ByteBuffer.allocate(5), 1, pack.position());
        ShardRecord record = TestObject.inline(1, WIDE, 1040).record(0);
        PackFormat.writeEntry(pack, 1, ByteBuffer.wrap(record.encode()), 1, pack.position());
        CollectingVisitor seen = new CollectingVisitor();

        scan(pack.flip(), 1, seen);

        assertEquals(List.of("entry 16 kind 77", "entry 37 kind 1"), seen.events);
    }

    @Test
    void scan_entryInsideADamagedEntry_isNotTakenForOne() {
        ByteBuffer inner = ByteBuffer.allocate(100);
        PackFormat.writeEntry(inner, 1, ByteBuffer.allocate(5), 1, 16);
        ByteBuffer pack = ByteBuffer.allocate(4096);
        PackFormat.writeHeader(pack, 1);
        PackFormat.writeEntry(pack, 1, inner.flip(), 1, 16);
        PackFormat.writeEntry(pack, 1, ByteBuffer.allocate(9), 1, pack.position());
        pack.put(20, (byte) 99);
        CollectingVisitor seen = new CollectingVisitor();

        scan(pack.flip(), 1, seen);

        assertEquals(List.of("damaged 16 to 53", "entry 53 kind 1"), seen.events);
    }

    @Test
    void scan_packUnderAnotherNumber_hasNoValidEntries() {
        ByteBuffer pack = ByteBuffer.allocate(4096);
        PackFormat.writeHeader(pack, 1);
        PackFormat.writeEntry(pack, 1, ByteBuffer.allocate(9), 1, 16);
        CollectingVisitor seen = new CollectingVisitor();

        scan(pack.flip(), 2, seen);

        assertEquals(List.of("damaged 16 to 41"), seen.events);
    }

    @Test
    void scan_largestEntriesAndLongDamage_crossWindows() {
        int most = PackFormat.MAX_PAYLOAD_BYTES;
        ByteBuffer pack = ByteBuffer.allocate(7 * PackFormat.MAX_ENTRY_BYTES);
        PackFormat.writeHeader(pack, 1);
        for (int i = 0; i < 2; i++) {
            PackFormat.writeEntry(pack, 1, ByteBuffer.allocate(most), 1, pack.position());
        }
        int damageStart = pack.position();
        int damageEnd = damageStart + 3 * most + 12345;
        pack.position(damageEnd);
        PackFormat.writeEntry(pack, 1, ByteBuffer.allocate(most), 1, pack.position());
        CollectingVisitor seen = new CollectingVisitor();

        scan(pack.flip(), 1, seen);

        assertEquals(
                List.of(
                        "entry 16 kind 1",
                        "entry " + (16 + PackFormat.MAX_ENTRY_BYTES) + " kind 1",
                        "damaged " + damageStart + " to " + damageEnd,
                        "entry " + damageEnd + " kind 1"),
                seen.events);
    }

    private void scan(ByteBuffer pack, long number, PackScan.Visitor visitor) {
        StoreFiles files = new StoreFiles(rig.files);
        rig.await(files.writeNew("scanned", pack, false));
        rig.await(PackScan.run(files, "scanned", new PackMark(number, 16), visitor));
    }

    private static final class CollectingVisitor implements PackScan.Visitor {
        final List<String> events = new ArrayList<>();

        @Override
        public void entry(long offset, int kind, ByteBuffer entry) {
            events.add("entry " + offset + " kind " + kind);
        }

        @Override
        public void damaged(long fromOffset, long toOffset) {
            events.add("damaged " + fromOffset + " to " + toOffset);
        }
    }

    @Test
    void fileNames_roundTripAndNothingElse() {
        assertEquals(Optional.of(1L), PackFormat.parseFileName("00000001.pack"));
        assertEquals(Optional.of(123_456_789L), PackFormat.parseFileName("123456789.pack"));
        for (String name : List.of("1.pack", "000000001.pack", "0000000a.pack", "00000001.pac")) {
            assertEquals(Optional.empty(), PackFormat.parseFileName(name), name);
        }
    }
}

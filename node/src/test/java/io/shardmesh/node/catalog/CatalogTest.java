package io.shardmesh.node.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.catalog.CatalogProblem.DamagedRange;
import io.shardmesh.node.catalog.CatalogProblem.IndexRebuilt;
import io.shardmesh.node.catalog.CatalogProblem.MisplacedRecord;
import io.shardmesh.node.catalog.CatalogProblem.MissingRecords;
import io.shardmesh.node.catalog.CatalogProblem.SetAside;
import io.shardmesh.node.catalog.CatalogProblem.TornTail;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class CatalogTest {

    private final LogFolder folder = new LogFolder();
    private CatalogIndex index = MemoryCatalogIndex.create();

    @Test
    void find_afterAppend_givesWhatWasPut() {
        var catalog = open();
        var put = Samples.put("a.txt", 1, "red");
        catalog.append(put).join();
        var entry = catalog.findByName("a.txt").join().orElseThrow();
        assertEquals(put, entry.put());
        assertEquals(List.of("red"), entry.tags());
        assertEquals(Samples.NOW, entry.version().time());
        assertEquals(Optional.of(entry), catalog.findByKey(Samples.key(1)).join());
        assertEquals(Optional.empty(), catalog.findByName("b.txt").join());
        assertEquals(List.of(), catalog.problems());
    }

    @Test
    void append_sameName_makesAVersion() {
        var catalog = open();
        catalog.append(Samples.put("a", 1)).join();
        catalog.append(Samples.put("a", 2)).join();
        assertEquals(Samples.key(2), latest(catalog, "a").objectKey());
        catalog.append(Samples.put("b", 3)).join();
        assertEquals(List.of(2L, 1L), sizes(catalog.versions("a").join()));
        assertEquals(2, catalog.versionCount("a").join());
        assertEquals(0, catalog.versionCount("c").join());
    }

    @Test
    void tagAndDelete_whenAppended_changeWhatIsListed() {
        var catalog = open();
        catalog.append(Samples.put("a", 1, "red")).join();
        catalog.append(Samples.put("b", 2)).join();
        catalog.append(new Operation.Tag(Samples.key(2), List.of("red", "blue"))).join();
        assertEquals(List.of(2L, 1L), sizes(list(catalog, "red")));
        assertEquals(List.of("red", "blue"), list(catalog, "blue").getFirst().tags());
        catalog.append(new Operation.Delete(Samples.key(2))).join();
        assertEquals(List.of(1L), sizes(list(catalog)));
    }

    @Test
    void append_bundle_isOneWriteAndEachFileHasItsName() {
        var counted = new FailingIndex(index);
        index = counted;
        var catalog = open();
        catalog.append(Samples.bundle(7, 1000, "red")).join();
        assertEquals(1, counted.changeCount);
        assertEquals(1000, list(catalog, "red").size());
        var entry = latest(catalog, "name-3");
        assertEquals(Samples.key(7), entry.objectKey());
        assertEquals(10, entry.file().sizeBytes());
        assertEquals(Samples.put("x", 7).shards(), entry.shards());
        var found = catalog.findByName("name-3").join().orElseThrow();
        assertEquals(30, found.bundled().orElseThrow().file().offset());
        assertEquals(Optional.of(entry.shards()), catalog.shards(Samples.key(7)).join());
        assertEquals(Optional.empty(), catalog.findByKey(Samples.key(7)).join());
    }

    @Test
    void tagAndDelete_ofAFileInABundle_leaveTheOthersAlone() {
        var catalog = open();
        catalog.append(Samples.bundle(7, 3, "red")).join();
        var key = BundledFile.key(Samples.key(7), 1);
        catalog.append(new Operation.Tag(key, List.of("blue"))).join();
        assertEquals("name-1", list(catalog, "blue").getFirst().put().name());
        assertEquals(2, list(catalog, "red").size());
        assertEquals(3, catalog.filesIn(Samples.key(7)).join());
        catalog.append(new Operation.Delete(key)).join();
        assertEquals(2, list(catalog).size());
        assertEquals(2, catalog.filesIn(Samples.key(7)).join());
    }

    @Test
    void open_withoutItsIndex_readsBundlesFromTheLog() {
        var catalog = open();
        catalog.append(Samples.put("name-1", 1)).join();
        catalog.append(Samples.bundle(7, 5)).join();
        var before = list(catalog);
        catalog.close().join();
        index = MemoryCatalogIndex.create();
        var again = open();
        assertEquals(List.of(), again.problems());
        assertEquals(before, list(again));
        assertEquals(2, again.versionCount("name-1").join());
    }

    @Test
    void open_afterRestart_needsNoRebuildAndKeepsOrder() {
        var first = open();
        for (int i = 0; i < 50; i++) {
            first.append(Samples.put("name " + i, i)).join();
        }
        first.close().join();
        var second = open();
        assertEquals(List.of(), second.problems());
        assertEquals(first.device(), second.device());
        assertEquals(50, list(second).size());
        second.append(Samples.put("name 0", 99)).join();
        assertEquals(Samples.key(99), latest(second, "name 0").objectKey());
    }

    @Test
    void open_withoutItsIndex_readsTenThousandEntriesFromTheLog() {
        var catalog = open();
        for (int i = 0; i < 10_000; i += 500) {
            var appends = new ArrayList<CompletableFuture<Stamp>>();
            for (int j = i; j < i + 500; j++) {
                appends.add(catalog.append(Samples.put("name " + j, j)));
            }
            appends.forEach(CompletableFuture::join);
        }
        catalog.close().join();
        index = MemoryCatalogIndex.create();
        var again = open();
        assertEquals(List.of(), again.problems());
        assertEquals(10_000, again.list(List.of(), Optional.empty(), 20_000).join().size());
        assertEquals(Samples.key(5_000), latest(again, "name 5000").objectKey());
    }

    @Test
    void open_logTornAtEachByteOfTheLastRecord_keepsTheOthersAndCuts() {
        byte[] whole = threeRecords();
        int lastStart = frameStarts(whole).getLast();
        for (int cut = lastStart; cut < whole.length; cut++) {
            folder.write("own.log", Arrays.copyOf(whole, cut));
            index = MemoryCatalogIndex.create();
            var catalog = open();
            assertEquals(List.of(2L, 1L), sizes(list(catalog)), "cut at " + cut);
            int tornBytes = cut - lastStart;
            var expected =
                    tornBytes == 0
                            ? List.of()
                            : List.of(new TornTail("catalog/own.log", lastStart, tornBytes));
            assertEquals(expected, catalog.problems());
            catalog.append(Samples.put("after", 4)).join();
            catalog.close().join();
            var again = open();
            assertEquals(List.of(), again.problems());
            assertEquals(List.of(4L, 2L, 1L), sizes(list(again)));
            again.close().join();
        }
    }

    @Test
    void open_anyByteOfTheMiddleRecordFlipped_skipsItAloneAndSaysSo() {
        byte[] whole = threeRecords();
        int from = frameStarts(whole).get(1);
        int to = frameStarts(whole).get(2);
        for (int at = from; at < to; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            folder.write("own.log", damaged);
            index = MemoryCatalogIndex.create();
            var catalog = open();
            assertEquals(List.of(3L, 1L), sizes(list(catalog)), "flipped at " + at);
            assertEquals(
                    List.of(
                            new DamagedRange("catalog/own.log", from, to - from),
                            new MissingRecords("catalog/own.log", 2, 2)),
                    catalog.problems());
            catalog.close().join();
        }
        assertEquals(whole.length, folder.read("own.log").length, "nothing was cut");
    }

    @Test
    void open_recordsRemovedOrSwapped_isNoticed() {
        byte[] whole = threeRecords();
        var starts = frameStarts(whole);
        byte[] head = Arrays.copyOf(whole, starts.get(1));
        byte[] second = Arrays.copyOfRange(whole, starts.get(1), starts.get(2));
        byte[] third = Arrays.copyOfRange(whole, starts.get(2), whole.length);

        folder.write("own.log", concat(head, third));
        assertEquals(List.of(new MissingRecords("catalog/own.log", 2, 2)), openAnew().problems());

        folder.write("own.log", concat(head, third, second));
        assertEquals(
                List.of(
                        new MissingRecords("catalog/own.log", 2, 2),
                        new MisplacedRecord("catalog/own.log", starts.get(1) + third.length, 2)),
                openAnew().problems());
    }

    @Test
    void find_recordDamagedSinceItWasIndexed_failsAsDamaged() {
        byte[] whole = threeRecords();
        whole[frameStarts(whole).get(1) + 40] ^= 1;
        folder.write("own.log", whole);
        var catalog = open();
        assertEquals(FailureKind.DAMAGED, kind(catalog.findByName("b")));
        assertTrue(catalog.findByName("c").join().isPresent());
    }

    @Test
    void open_indexOfAnotherOrLongerLog_isMadeAgain() {
        byte[] whole = threeRecords();
        folder.write("own.log", Arrays.copyOf(whole, frameStarts(whole).get(2)));
        var shorter = open();
        assertInstanceOf(IndexRebuilt.class, shorter.problems().getFirst());
        assertEquals(List.of(2L, 1L), sizes(list(shorter)));
        shorter.close().join();

        folder.delete("own.log");
        var other = open();
        assertInstanceOf(IndexRebuilt.class, other.problems().getFirst());
        assertEquals(List.of(), list(other));
    }

    @Test
    void open_indexBehind_readsOnlyTheRest() {
        byte[] whole = threeRecords();
        var starts = frameStarts(whole);
        folder.write("own.log", Arrays.copyOf(whole, starts.get(2)));
        openAnew().close().join();
        folder.write("own.log", whole);
        var catalog = open();
        assertEquals(List.of(), catalog.problems());
        assertEquals(List.of(3L, 2L, 1L), sizes(list(catalog)));
    }

    @Test
    void open_wrongKey_failsAndTouchesNothing() {
        byte[] whole = threeRecords();
        byte[] torn = Arrays.copyOf(whole, whole.length - 1);
        folder.write("own.log", torn);
        var opening = Catalog.open(ports(1), SecretBytes.takeOver(new byte[32]));
        assertEquals(FailureKind.WRONG_KEY, kind(opening));
        assertEquals(torn.length, folder.read("own.log").length);
    }

    @Test
    void open_headerDamaged_setsTheLogAsideAndBeginsAnew() {
        byte[] whole = threeRecords();
        whole[20] ^= 1;
        folder.write("own.log", whole);
        var catalog = openAnew();
        assertEquals(
                "catalog/own.log.damaged-1",
                assertInstanceOf(SetAside.class, catalog.problems().getFirst()).path());
        assertEquals(whole.length, folder.read("own.log.damaged-1").length);
        catalog.append(Samples.put("x", 9)).join();
        assertEquals(List.of(9L), sizes(list(catalog)));
    }

    @Test
    void open_logsOfTwoDevices_mergesThem() {
        var here = open();
        here.append(Samples.put("a", 1)).join();
        here.append(Samples.put("b", 2)).join();
        here.close().join();
        folder.rename("own.log", "other.log");
        folder.write("damaged.log", new byte[] {1, 2, 3});

        index = MemoryCatalogIndex.create();
        var there = open(2);
        assertEquals(1, there.problems().size());
        assertInstanceOf(SetAside.class, there.problems().getFirst());
        there.append(Samples.put("a", 3)).join();
        there.append(new Operation.Delete(Samples.key(2))).join();
        assertEquals(List.of(3L, 1L), sizes(there.versions("a").join()));
        assertEquals(List.of(3L), sizes(list(there)));
        assertFalse(there.device().equals(here.device()));
    }

    @Test
    void append_manyWhileOneIsWritten_completeInOrderAndAfterCloseFail() {
        var catalog = open();
        var stamps = new ArrayList<Stamp>();
        var appends = new ArrayList<CompletableFuture<Void>>();
        folder.pause();
        for (int i = 0; i < 20; i++) {
            appends.add(catalog.append(Samples.put("n" + i, i)).thenAccept(stamps::add));
        }
        assertEquals(List.of(), stamps, "nothing is acknowledged before it is written");
        folder.resume();
        appends.forEach(CompletableFuture::join);
        assertEquals(stamps.stream().sorted().toList(), stamps);
        assertEquals(20, stamps.size());
        catalog.close().join();
        assertEquals(FailureKind.IO, kind(catalog.append(Samples.put("x", 1))));
    }

    private byte[] threeRecords() {
        var catalog = open();
        catalog.append(Samples.put("a", 1)).join();
        catalog.append(Samples.put("b", 2)).join();
        catalog.append(Samples.put("c", 3)).join();
        catalog.close().join();
        return folder.read("own.log");
    }

    private static List<Integer> frameStarts(byte[] log) {
        var starts = new ArrayList<Integer>();
        int at = LogHeader.SIZE_BYTES;
        while (at < log.length) {
            starts.add(at);
            var frame = RecordFrame.find(log, at);
            at += frame == null ? log.length : frame.totalBytes();
        }
        return starts;
    }

    private Catalog openAnew() {
        index = MemoryCatalogIndex.create();
        return open();
    }

    private Catalog open() {
        return open(1);
    }

    private Catalog open(long seed) {
        return Catalog.open(ports(seed), Samples.catalogKey()).join();
    }

    private CatalogPorts ports(long seed) {
        var clock = InstantSource.fixed(Samples.NOW);
        return new CatalogPorts(folder.files(), "catalog", index, Samples.random(seed), clock);
    }

    private static Operation.Put latest(Catalog catalog, String name) {
        return catalog.findByName(name).join().orElseThrow().put();
    }

    private static List<CatalogEntry> list(Catalog catalog, String... tags) {
        return catalog.list(List.of(tags), Optional.empty(), 2_000).join();
    }

    private static List<Long> sizes(List<CatalogEntry> entries) {
        return entries.stream().map(entry -> entry.put().file().sizeBytes() - 1000).toList();
    }

    private static FailureKind kind(CompletableFuture<?> future) {
        var thrown = assertThrows(CompletionException.class, future::join);
        return FailureException.find(thrown).orElseThrow().kind();
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

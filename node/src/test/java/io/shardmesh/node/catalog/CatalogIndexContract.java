package io.shardmesh.node.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.catalog.IndexedObject.Change;
import io.shardmesh.node.catalog.IndexedObject.Named;
import io.shardmesh.node.catalog.IndexedObject.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CatalogIndex} does; an adapter's test extends it. */
public abstract class CatalogIndexContract {

    private static final DeviceId ONE = new DeviceId(1, 0);

    /** Greater than the other, but only as an unsigned number. */
    private static final DeviceId TWO = new DeviceId(-1, 0);

    private static final Digest A = Samples.hashed("name a");
    private static final Digest B = Samples.hashed("name b");
    private static final Digest RED = Samples.hashed("red");
    private static final Digest BLUE = Samples.hashed("blue");

    private CatalogIndex index = MemoryCatalogIndex.create();

    /** A new empty index. */
    protected abstract CatalogIndex create();

    @BeforeEach
    void open() {
        index = create();
    }

    @AfterEach
    void close() {
        index.close().join();
    }

    @Test
    void object_afterPut_isAsItWasPut() {
        apply(put(1, A, at(10, ONE, 76), RED, BLUE));
        var place = at(10, ONE, 76);
        var expected =
                new IndexedObject(
                        Samples.key(1),
                        new Named(A, place),
                        place.stamp(),
                        place,
                        tags(),
                        false,
                        null);
        var found = index.object(Samples.key(1)).join().orElseThrow();
        assertEquals(expected.put(), found.put());
        assertEquals(expected.first(), found.first());
        assertEquals(expected.tags(), found.tags());
        assertEquals(2, found.tagKeys().size());
        assertTrue(found.tagKeys().containsAll(List.of(RED, BLUE)));
        assertEquals(Optional.empty(), index.object(Samples.key(2)).join());
    }

    @Test
    void versions_ofOneName_areNewestFirstAndTiesGoByDevice() {
        apply(put(1, A, at(10, TWO, 1)), put(2, A, at(11, ONE, 1)), put(3, A, at(10, ONE, 2)));
        apply(put(4, B, at(99, ONE, 3)));
        assertEquals(List.of(2, 1, 3), numbers(index.versions(A).join()));
        assertEquals(List.of(), index.versions(RED).join());
    }

    @Test
    void put_ofKnownObject_updatesItButNotItsRank() {
        apply(put(1, A, at(10, ONE, 1)), put(2, A, at(11, ONE, 2)), put(1, A, at(12, ONE, 3)));
        assertEquals(List.of(2, 1), numbers(index.versions(A).join()));
        var updated = index.versions(A).join().getLast();
        assertEquals(new Named(A, at(12, ONE, 3)), updated.put());
        assertEquals(new Stamp(10, ONE), updated.first());
    }

    @Test
    void bundle_amongOthers_isFoundByKeyAndNeverListed() {
        apply(bundle(7, at(10, ONE, 1)), file(1, 7, A, at(11, ONE, 2), RED));
        apply(file(2, 7, B, at(12, ONE, 3)), put(3, A, at(13, ONE, 4)));
        assertEquals(List.of(3, 2), numbers(latest()));
        assertEquals(List.of(), numbers(latest(RED)));
        assertEquals(List.of(3, 1), numbers(index.versions(A).join()));
        assertEquals(2, index.versionCount(A).join());
        assertTrue(index.object(Samples.key(7)).join().orElseThrow().isBundle());
        assertEquals(Samples.key(7), index.object(Samples.key(1)).join().orElseThrow().bundle());
    }

    @Test
    void filesIn_afterDeletes_countsWhatIsLeft() {
        apply(new Change.Delete(Samples.key(2)));
        apply(bundle(7, at(10, ONE, 1)), file(1, 7, A, at(11, ONE, 2)));
        apply(file(2, 7, B, at(12, ONE, 3)), file(3, 8, B, at(13, ONE, 4)));
        assertEquals(1, index.filesIn(Samples.key(7)).join());
        apply(new Change.Delete(Samples.key(1)));
        assertEquals(0, index.filesIn(Samples.key(7)).join());
        assertEquals(1, index.filesIn(Samples.key(8)).join());
    }

    @Test
    void put_underAnotherName_movesIt() {
        apply(put(1, A, at(10, ONE, 1)), put(1, B, at(11, ONE, 2)));
        assertEquals(List.of(), index.versions(A).join());
        assertEquals(List.of(1), numbers(index.versions(B).join()));
    }

    @Test
    void delete_latestVersion_bringsBackTheOneBefore() {
        apply(put(1, A, at(10, ONE, 1)), put(2, A, at(11, ONE, 2)));
        apply(new Change.Delete(Samples.key(2)));
        assertEquals(List.of(1), numbers(index.versions(A).join()));
        assertEquals(List.of(1), numbers(latest()));
        assertEquals(Optional.empty(), index.object(Samples.key(2)).join());
    }

    @Test
    void latest_byTags_looksAtTheLatestVersionAlone() {
        apply(put(1, A, at(10, ONE, 1), RED), put(2, A, at(11, ONE, 2), BLUE));
        apply(put(3, B, at(12, ONE, 3), RED, BLUE));
        assertEquals(List.of(3, 2), numbers(latest()));
        assertEquals(List.of(3), numbers(latest(RED)));
        assertEquals(List.of(3, 2), numbers(latest(BLUE)));
        assertEquals(List.of(3), numbers(latest(BLUE, RED)));
        apply(tag(3, at(13, ONE, 4)));
        assertEquals(List.of(), numbers(latest(RED)));
    }

    @Test
    void latest_inPages_givesEveryNameOnce() {
        for (int i = 0; i < 7; i++) {
            apply(put(i, Samples.hashed("n" + i), at(10 + i / 2, i % 2 == 0 ? ONE : TWO, i + 1)));
        }
        var seen = new ArrayList<Integer>();
        Optional<Stamp> before = Optional.empty();
        while (true) {
            var page = index.latest(List.of(), before, 3).join();
            if (page.isEmpty()) {
                break;
            }
            seen.addAll(numbers(page));
            before = Optional.ofNullable(page.getLast().first());
        }
        assertEquals(List.of(6, 5, 4, 3, 2, 1, 0), seen);
    }

    @Test
    void apply_inAnyOrderAndTwice_givesTheSame() {
        var changes =
                new ArrayList<Change>(
                        List.of(
                                put(1, A, at(10, ONE, 1), RED),
                                tag(1, at(12, TWO, 1), BLUE),
                                put(1, A, at(11, ONE, 2), RED),
                                put(2, A, at(11, TWO, 2)),
                                put(3, B, at(9, TWO, 3)),
                                new Change.Delete(Samples.key(3))));
        changes.forEach(this::apply);
        var expected = latestAndVersions();
        for (int seed = 0; seed < 5; seed++) {
            index.clear().join();
            var shuffled = new ArrayList<>(changes);
            shuffled.addAll(changes.subList(0, 3));
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.forEach(this::apply);
            assertEquals(expected, latestAndVersions(), "seed " + seed);
        }
    }

    @Test
    void coverage_perLog_isTheLastGiven() {
        var first = new Coverage(ONE, A, 100, 1, 10);
        var second = new Coverage(TWO, B, 200, 2, 20);
        index.apply(List.of(), first).join();
        index.apply(List.of(), second).join();
        var further = new Coverage(ONE, A, 300, 3, 30);
        index.apply(List.of(), further).join();
        assertEquals(List.of(further, second), index.coverage().join());
        index.clear().join();
        assertEquals(List.of(), index.coverage().join());
    }

    private List<List<IndexedObject>> latestAndVersions() {
        return List.of(latest(), index.versions(A).join(), index.versions(B).join());
    }

    private List<IndexedObject> latest(Digest... tagKeys) {
        return index.latest(List.of(tagKeys), Optional.empty(), 100).join();
    }

    private void apply(Change... changes) {
        index.apply(List.of(changes), new Coverage(ONE, A, 1, 1, 1)).join();
    }

    private static Change put(int number, Digest name, Place place, Digest... tags) {
        return new Change.Put(Samples.key(number), name, List.of(tags), place);
    }

    private static Change bundle(int number, Place place) {
        return new Change.Bundle(Samples.key(number), Samples.hashed("bundle" + number), place);
    }

    private static Change file(int number, int bundle, Digest name, Place place, Digest... tags) {
        return new Change.Bundled(
                Samples.key(number), Samples.key(bundle), name, List.of(tags), place);
    }

    private static Change tag(int number, Place place, Digest... tags) {
        return new Change.Tag(Samples.key(number), List.of(tags), place);
    }

    private static Place at(long time, DeviceId device, long offset) {
        return new Place(new Stamp(time, device), offset);
    }

    private static List<Digest> tags() {
        return List.of(RED, BLUE);
    }

    private static List<Integer> numbers(List<IndexedObject> objects) {
        return objects.stream()
                .map(object -> ByteBuffer.wrap(object.objectKey().bytes()).getInt())
                .toList();
    }
}

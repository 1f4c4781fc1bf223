package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.crypto.seal.v1.FileKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Located;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.node.api.RecoveredCatalog;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A home is lost, and the owner's secret and one address bring all names and files back. */
final class RecoveryTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration AWAY = Duration.ofDays(60);

    /** A sweep, and the turns of those that wait behind the first. */
    private static final Duration UPKEEP = Duration.ofHours(3);

    private final SimulatedMesh mesh = SimulatedMesh.joined(53, 6);
    private final byte[] content = mesh.randomSource().bytes(50_000);

    private void put(SimulatedNode at, String name) {
        put(mesh, at, name);
    }

    private void put(SimulatedMesh in, SimulatedNode at, String name) {
        in.await(in.put(at, SimulatedMesh.request(name), SimulatedMesh.source(content)).outcome());
    }

    private void putSmall(SimulatedNode at, String name) {
        mesh.await(
                mesh.put(at, SimulatedMesh.request(name), SimulatedMesh.source(new byte[100]))
                        .outcome());
    }

    private SimulatedNode recovered(String host) {
        return recovered(mesh, host, Duration.ZERO);
    }

    private static SimulatedNode recovered(SimulatedMesh in, String host, Duration clock) {
        SimulatedNode home = in.homeOfOwner(host, NodeMode.EMBEDDED, in.client());
        home.clockOff(clock);
        home.start();
        SimulatedNode contact =
                in.holders().stream().filter(SimulatedNode::isRunning).findFirst().orElseThrow();
        in.await(home.node().recovery().enter(List.of(Multiaddr.tcp(contact.host(), 4001))));
        return home;
    }

    private Set<String> names(SimulatedNode at) {
        CatalogQuery all = new CatalogQuery(List.of(), Optional.empty(), 500);
        return mesh.await(at.node().catalog().list(all)).entries().stream()
                .map(CatalogEntry::name)
                .collect(Collectors.toSet());
    }

    private void assertReads(SimulatedNode at, String name) {
        assertReads(mesh, at, name);
    }

    private void assertReads(SimulatedMesh in, SimulatedNode at, String name) {
        Digest key = in.await(at.node().catalog().find(name)).orElseThrow().objectKey();
        Located located = in.await(at.node().objects().locate(key));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (FileKey fileKey = SimulatedMesh.fileKey(at, located)) {
            in.await(
                    at.node()
                            .objects()
                            .get(
                                    located,
                                    fileKey,
                                    bytes -> {
                                        byte[] piece = new byte[bytes.remaining()];
                                        bytes.get(piece);
                                        all.writeBytes(piece);
                                        return CompletableFuture.allOf();
                                    })
                            .outcome());
        }
        assertArrayEquals(content, all.toByteArray());
    }

    @Test
    void newHome_hasAllNamesAndFiles_andPutsOn() {
        put(mesh.client(), "a");
        mesh.time().advance(LONG);
        put(mesh.client(), "b");
        mesh.time().advance(LONG);
        mesh.client().crash();
        SimulatedNode home = recovered("10.0.2.1");
        RecoveredCatalog catalog = mesh.await(home.node().recovery().catalog());
        assertEquals(1, catalog.deviceCount());
        assertEquals(List.of(), catalog.problems());
        assertTrue(catalog.newest().isPresent());
        assertEquals(Set.of("a", "b"), names(home));
        assertReads(home, "b");
        put(home, "c");
        assertEquals(Set.of("a", "b", "c"), names(home));
    }

    /** Half of the holders have missed the last head, or every one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void head_staleOrGoneAtHalfOfThePeers_doesNotMatter(boolean gone) {
        List<SimulatedNode> half = mesh.holders().subList(0, 3);
        if (gone) {
            half.forEach(SimulatedNode::crash);
        }
        putSmall(mesh.client(), "a");
        mesh.time().advance(LONG);
        if (!gone) {
            half.forEach(SimulatedNode::crash);
        }
        putSmall(mesh.client(), "b");
        mesh.time().advance(LONG);
        mesh.client().crash();
        half.forEach(SimulatedNode::start);
        mesh.settle();
        SimulatedNode home = recovered("10.0.2.1");
        mesh.await(home.node().recovery().catalog());
        assertEquals(Set.of("a", "b"), names(home));
    }

    /**
     * The owner is away for 60 days by every clock, and one after the other all who first had the
     * log of its catalog are lost: what the others have made of it in the meantime is enough.
     */
    @Test
    void owner_silentForSixtyDays_comesBack() {
        SimulatedMesh large = SimulatedMesh.joined(59, 8);
        put(large, large.client(), "a");
        large.time().advance(LONG);
        Digest file =
                large.await(large.client().node().catalog().find("a")).orElseThrow().objectKey();
        List<SimulatedNode> keepers =
                large.holders().stream()
                        .filter(each -> !others(each, Set.of(file)).isEmpty())
                        .toList();
        assertEquals(3, keepers.size());
        large.client().crash();
        large.holders().forEach(each -> each.clockOff(AWAY));
        for (SimulatedNode keeper : keepers) {
            keeper.crash();
            large.time().advance(NodeOptions.DEFAULT_REPAIR_GRACE.plus(UPKEEP));
        }
        SimulatedNode home = recovered(large, "10.0.2.1", AWAY);
        assertEquals(List.of(), large.await(home.node().recovery().catalog()).problems());
        assertReads(large, home, "a");
    }

    /** Each put alone makes a segment; those that longer ones replace are deleted. */
    @Test
    void segments_replacedByLongerOnes_areDeleted() {
        Set<String> names = new TreeSet<>();
        for (int count = 0; count < 12; count++) {
            names.add("name " + count);
            putSmall(mesh.client(), "name " + count);
            mesh.time().advance(LONG);
        }
        Set<Digest> files = new TreeSet<>();
        for (String name : names) {
            files.add(
                    mesh.await(mesh.client().node().catalog().find(name))
                            .orElseThrow()
                            .objectKey());
        }
        Set<Digest> segments = new TreeSet<>();
        mesh.holders().forEach(each -> segments.addAll(others(each, files)));
        assertTrue(segments.size() <= 4, segments.size() + " segments of 12 puts");
        mesh.client().crash();
        SimulatedNode home = recovered("10.0.2.1");
        assertEquals(List.of(), mesh.await(home.node().recovery().catalog()).problems());
        assertEquals(names, names(home));
    }

    private Set<Digest> others(SimulatedNode holder, Set<Digest> known) {
        Set<Digest> keys = new TreeSet<>();
        mesh.await(holder.shards().list(Optional.empty(), 1000))
                .forEach(row -> keys.add(row.name().objectKey()));
        keys.removeAll(known);
        return keys;
    }

    @Test
    void twoHomes_thatPutApart_haveBothVersionsAfterwards() {
        SimulatedNode second = recovered("10.0.2.1");
        List<String> hosts = mesh.holders().stream().map(SimulatedNode::host).toList();
        List<String> one = new ArrayList<>(hosts.subList(0, 3));
        List<String> other = new ArrayList<>(hosts.subList(3, 6));
        one.add(mesh.client().host());
        other.add(second.host());
        mesh.network().partition(one, other);
        mesh.time().advance(LONG.multipliedBy(3)); // Both sides notice.
        putSmall(mesh.client(), "same");
        putSmall(second, "same");
        putSmall(second, "other");
        mesh.time().advance(LONG);
        mesh.network().healAll();
        mesh.time().advance(Duration.ofMinutes(2));
        mesh.await(mesh.client().node().recovery().catalog());
        mesh.await(second.node().recovery().catalog());
        for (SimulatedNode home : List.of(mesh.client(), second)) {
            assertEquals(Set.of("same", "other"), names(home));
            assertEquals(2, mesh.await(home.catalog().versionCount("same")));
        }
    }

    @Test
    void withoutAnyHead_namesComeFromTheObjects() {
        put(mesh.client(), "a");
        put(mesh.client(), "b");
        mesh.client().crash();
        SimulatedNode home = recovered("10.0.2.1");
        assertEquals(0, mesh.await(home.node().recovery().catalog()).deviceCount());
        try (ReadingKey reader = home.keyring().readingKey(0)) {
            int[] seen = {0};
            assertEquals(
                    2, mesh.await(home.node().recovery().names(reader, count -> seen[0] = count)));
            assertEquals(2, seen[0]);
        }
        assertEquals(Set.of("a", "b"), names(home));
        assertReads(home, "a");
    }
}

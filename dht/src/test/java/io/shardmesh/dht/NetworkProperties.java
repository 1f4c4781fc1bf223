package io.shardmesh.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.SigningKey;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.limits.Timing;
import io.shardmesh.dht.record.DhtRecord;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whole networks in virtual time; a failure names the seed that repeats it. */
final class NetworkProperties {
    /** Refreshes once when joining and then not within these tests, which makes them fast. */
    private static final DhtConfig SELDOM = DhtConfig.standard().withTiming(seldom());

    /** Pings find out who is dead; a lookup that meets too many of them runs out of time. */
    private static final Duration FORGETTING_TIME = Duration.ofMinutes(4);

    private static final Duration LOOKUP_TIME = Duration.ofSeconds(40);

    /**
     * Right after the deaths, tables still name the dead: replies of k peers can then hide a living
     * one behind the k nearest of all, but none among them.
     */
    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void lookup_fifthOfThePeersJustDied_findsTheLivingAmongTheNearest(@ForAll long seed) {
        InMemoryNetwork network = joined(seed, 200, SELDOM);
        List<InMemoryNetwork.Node> living = killFifth(network, seed);
        for (int lookup = 1; lookup <= 5; lookup++) {
            InMemoryNetwork.Node asker = living.get(lookup);
            Key key = Key.of(TestPeers.id(seed + "/key/" + lookup));
            List<Contact> found = lookup(network, asker, key, lookup);
            List<Contact> expected =
                    nearest(network.nodes(), asker, key).stream()
                            .filter(contact -> isLiving(living, contact))
                            .toList();
            assertEquals(expected, found.subList(0, expected.size()), () -> "seed " + seed);
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void lookup_refreshedSinceAFifthDied_findsTheTrueNearest(@ForAll long seed) {
        InMemoryNetwork network = joined(seed, 50, DhtConfig.standard());
        List<InMemoryNetwork.Node> living = killFifth(network, seed);
        network.run(FORGETTING_TIME);
        for (int lookup = 1; lookup <= 5; lookup++) {
            InMemoryNetwork.Node asker = living.get(lookup);
            Key key = Key.of(TestPeers.id(seed + "/key/" + lookup));
            List<Contact> found = lookup(network, asker, key, lookup);
            assertEquals(nearest(living, asker, key), found, () -> "seed " + seed);
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void findPeer_anyToAny_findsLivingAndNotDead(@ForAll long seed) {
        InMemoryNetwork network = joined(seed, 40, SELDOM);
        List<InMemoryNetwork.Node> nodes = new ArrayList<>(network.nodes());
        Collections.shuffle(nodes, new Random(seed));
        InMemoryNetwork.Node asker = nodes.get(0);
        InMemoryNetwork.Node dead = nodes.get(1);
        InMemoryNetwork.Node living = nodes.get(2);
        dead.alive = false;
        network.step(asker, new DhtEvent.FindPeer(1, living.contact.peer()));
        network.step(asker, new DhtEvent.FindPeer(2, TestPeers.id("nobody")));
        network.run(LOOKUP_TIME);
        assertEquals(
                new LookupOutcome.Found(living.contact),
                asker.outcome(1).orElseThrow(),
                () -> "seed " + seed);
        assertInstanceOf(LookupOutcome.NotFound.class, asker.outcome(2).orElseThrow());
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void lookup_strangersCrowdTheTarget_membersAreFoundAllTheSame(@ForAll long seed) {
        InMemoryNetwork network = new InMemoryNetwork(seed);
        Key key = Key.of(TestPeers.id(seed + "/crowded"));
        List<InMemoryNetwork.Node> members = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            members.add(network.add(TestPeers.id(seed + "/m/" + number), DhtConfig.standard()));
        }
        List<PeerId> crowd = nearIds(key, seed, 40);
        crowd.forEach(id -> network.add(id, DhtConfig.standard()));
        Set<PeerId> trusted =
                members.stream().map(node -> node.contact.peer()).collect(Collectors.toSet());
        members.forEach(node -> network.step(node, new DhtEvent.TrustedPeersChanged(trusted)));
        joinAll(network);
        InMemoryNetwork.Node asker = members.getFirst();
        network.step(asker, new DhtEvent.FindClosest(1, key));
        network.run(LOOKUP_TIME);
        LookupOutcome.Closest outcome =
                assertInstanceOf(LookupOutcome.Closest.class, asker.outcome(1).orElseThrow());
        Set<PeerId> others = new HashSet<>(trusted);
        others.remove(asker.contact.peer());
        assertEquals(
                others,
                outcome.trusted().stream().map(Contact::peer).collect(Collectors.toSet()),
                () -> "seed " + seed);
        assertTrue(outcome.peers().stream().noneMatch(c -> trusted.contains(c.peer())));
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void findProviders_announcedOnceAndSweptSince_findsTheHolderForDays(@ForAll long seed) {
        InMemoryNetwork network = joined(seed, 60, SELDOM);
        List<InMemoryNetwork.Node> nodes = network.nodes();
        InMemoryNetwork.Node holder = nodes.get(7);
        List<Key> contents = contents(seed, 200);
        network.step(holder, new DhtEvent.ContentsAdded(contents));
        int before = requestCount(network);
        network.step(holder, new DhtEvent.AnnouncingChanged(true));
        network.run(Duration.ofMinutes(2));
        assertEquals(0, holder.dht.dueCount());
        // 200 contents at 20 peers each, and a few lookups of some 30 queries for all of them.
        int cost = requestCount(network) - before;
        assertTrue(cost < 200 * 20 + 30 * 30, () -> cost + " messages, seed " + seed);
        assertFoundByAll(network, holder, contents, seed);
        network.run(Duration.ofHours(60));
        assertFoundByAll(network, holder, contents, seed);
        network.step(holder, new DhtEvent.AnnouncingChanged(false));
        network.run(Duration.ofHours(50));
        for (Key key : contents.subList(0, 5)) {
            assertEquals(List.of(), providers(network, nodes.get(3), key), () -> "seed " + seed);
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void getRecord_someHaveNone_bestIsFoundAndTheyGetIt(@ForAll long seed) {
        InMemoryNetwork network = joined(seed, 60, SELDOM);
        List<InMemoryNetwork.Node> nodes = network.nodes();
        DhtRecord record = publicKey(seed);
        network.step(nodes.get(1), new DhtEvent.PutRecord(1, record));
        network.run(LOOKUP_TIME);
        assertEquals(
                new LookupOutcome.RecordStored(20, 20),
                nodes.get(1).outcome(1).orElseThrow(),
                () -> "seed " + seed);
        List<InMemoryNetwork.Node> keepers = nearestNodes(network, record.key());
        keepers.subList(0, 10).forEach(node -> node.alive = false);
        network.run(FORGETTING_TIME);
        InMemoryNetwork.Node first = keepers.get(40); // Has none itself.
        network.step(first, new DhtEvent.GetRecord(2, record.key()));
        network.run(LOOKUP_TIME);
        assertEquals(
                new LookupOutcome.RecordFound(record),
                first.outcome(2).orElseThrow(),
                () -> "seed " + seed);
        // Now the next ten have it too: those who had it all along may go.
        keepers.subList(10, 20).forEach(node -> node.alive = false);
        network.run(FORGETTING_TIME);
        InMemoryNetwork.Node second = keepers.get(41);
        network.step(second, new DhtEvent.GetRecord(3, record.key()));
        network.run(LOOKUP_TIME);
        assertEquals(
                new LookupOutcome.RecordFound(record),
                second.outcome(3).orElseThrow(),
                () -> "seed " + seed);
    }

    private static DhtRecord publicKey(long seed) {
        PeerId peer = PeerId.of(SigningKey.generate(new Random(seed)::nextBytes).verifyingKey());
        byte[] id = peer.bytes();
        byte[] key = new byte[4 + id.length];
        System.arraycopy("/pk/".getBytes(StandardCharsets.US_ASCII), 0, key, 0, 4);
        System.arraycopy(id, 0, key, 4, id.length);
        return DhtRecord.of(Key.of(key), peer.publicKeyMessage().orElseThrow(), Optional.empty());
    }

    private static List<InMemoryNetwork.Node> nearestNodes(InMemoryNetwork network, Key key) {
        return network.nodes().stream()
                .sorted(
                        Comparator.comparing(
                                node -> key.position().to(Position.of(node.contact.peer()))))
                .toList();
    }

    private static List<Key> contents(long seed, int count) {
        List<Key> keys = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            keys.add(Key.of(TestPeers.id(seed + "/content/" + number)));
        }
        return keys;
    }

    private static int requestCount(InMemoryNetwork network) {
        return network.nodes().stream().mapToInt(node -> node.requestCount).sum();
    }

    private static void assertFoundByAll(
            InMemoryNetwork network, InMemoryNetwork.Node holder, List<Key> contents, long seed) {
        for (int number = 0; number < 20; number++) {
            Key key = contents.get(number * 10);
            InMemoryNetwork.Node asker = network.nodes().get(20 + number);
            assertEquals(
                    List.of(holder.contact.peer()),
                    providers(network, asker, key),
                    () -> "seed " + seed);
        }
    }

    private static List<PeerId> providers(
            InMemoryNetwork network, InMemoryNetwork.Node asker, Key key) {
        asker.told.clear();
        network.step(asker, new DhtEvent.FindProviders(77, key));
        network.run(LOOKUP_TIME);
        LookupOutcome.Providers outcome =
                assertInstanceOf(LookupOutcome.Providers.class, asker.outcome(77).orElseThrow());
        return outcome.providers().stream().map(Contact::peer).toList();
    }

    private static List<Contact> lookup(
            InMemoryNetwork network, InMemoryNetwork.Node asker, Key key, long lookupId) {
        network.step(asker, new DhtEvent.FindClosest(lookupId, key));
        network.run(LOOKUP_TIME);
        return assertInstanceOf(LookupOutcome.Closest.class, asker.outcome(lookupId).orElseThrow())
                .peers();
    }

    private static List<InMemoryNetwork.Node> killFifth(InMemoryNetwork network, long seed) {
        List<InMemoryNetwork.Node> nodes = new ArrayList<>(network.nodes());
        Collections.shuffle(nodes, new Random(seed));
        nodes.subList(0, nodes.size() / 5).forEach(node -> node.alive = false);
        return nodes.subList(nodes.size() / 5, nodes.size());
    }

    private static boolean isLiving(List<InMemoryNetwork.Node> living, Contact contact) {
        return living.stream().anyMatch(node -> node.contact.equals(contact));
    }

    private static Timing seldom() {
        Timing usual = Timing.standard();
        return new Timing(
                usual.query(),
                usual.lookup(),
                usual.ping(),
                usual.bootstrapAttempt(),
                usual.bootstrapRetry(),
                Duration.ofDays(1));
    }

    private static InMemoryNetwork joined(long seed, int nodeCount, DhtConfig config) {
        InMemoryNetwork network = new InMemoryNetwork(seed);
        for (int number = 0; number < nodeCount; number++) {
            network.add(TestPeers.id(seed + "/" + number), config);
        }
        joinAll(network);
        return network;
    }

    /** One after the other by the first one, then a while for refreshes. */
    private static void joinAll(InMemoryNetwork network) {
        InMemoryNetwork.Node first = network.nodes().getFirst();
        for (InMemoryNetwork.Node node : network.nodes()) {
            if (node != first) {
                network.step(node, new DhtEvent.Bootstrap(first.contact.addresses()));
                network.run(Duration.ofMillis(100));
            }
        }
        network.run(Duration.ofSeconds(20));
    }

    private static List<Contact> nearest(
            List<InMemoryNetwork.Node> among, InMemoryNetwork.Node asker, Key key) {
        return among.stream()
                .filter(node -> node != asker)
                .map(node -> node.contact)
                .sorted(
                        Comparator.comparing(
                                contact -> key.position().to(Position.of(contact.peer()))))
                .limit(20)
                .toList();
    }

    /** Ids that share 8 bits with the key. */
    private static List<PeerId> nearIds(Key key, long seed, int count) {
        List<PeerId> near = new ArrayList<>();
        for (int number = 0; near.size() < count; number++) {
            PeerId id = TestPeers.id(seed + "/crowd/" + number);
            if (key.position().to(Position.of(id)).sharedBits() >= 8) {
                near.add(id);
            }
        }
        return near;
    }
}

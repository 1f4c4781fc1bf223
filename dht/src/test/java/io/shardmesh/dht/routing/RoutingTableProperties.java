package io.shardmesh.dht.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The table against a list that is sorted by BigInteger distances. */
final class RoutingTableProperties {
    private static final PeerId SELF = TestPeers.id("self");

    @Property(tries = 40)
    void closest_tableWithRoomForAll_equalsSortedList(
            @ForAll @IntRange(max = 120) int peerCount,
            @ForAll @IntRange(min = 1, max = 30) int wanted,
            @ForAll long seed) {
        RoutingTable table = new RoutingTable(SELF, new RoutingLimits(200, 1, 3, 8), _ -> false);
        List<Contact> all =
                IntStream.range(0, peerCount)
                        .mapToObj(number -> TestPeers.contact(seed + "/" + number))
                        .toList();
        all.forEach(contact -> table.offer(contact, 0));
        Key target = Key.of(TestPeers.id("target" + seed));
        List<Contact> expected =
                all.stream()
                        .sorted(Comparator.comparing(contact -> distance(target, contact)))
                        .limit(wanted)
                        .toList();
        assertEquals(expected, table.closest(target.position(), wanted, _ -> true));
    }

    @Property(tries = 40)
    void anyTraffic_smallBuckets_boundsTrustAndSelfHold(@ForAll long seed) {
        Random random = new Random(seed);
        Set<PeerId> trusted = new HashSet<>();
        RoutingTable table =
                new RoutingTable(SELF, new RoutingLimits(4, 3, 2, 8), trusted::contains);
        Map<Integer, Integer> trustedPerBucket = new HashMap<>();
        List<PeerId> mustStay = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            PeerId member = TestPeers.id(seed + "/member/" + number);
            int bucket = table.bucketOf(Position.of(member));
            if (trustedPerBucket.merge(bucket, 1, Integer::sum) <= 4) {
                trusted.add(member);
                mustStay.add(member);
            }
        }
        mustStay.forEach(member -> table.offer(TestPeers.contact(member), 0));
        for (int step = 1; step < 400; step++) {
            PeerId peer = somebody(random, mustStay, seed);
            boolean isMember = trusted.contains(peer);
            switch (random.nextInt(5)) {
                case 0, 1 -> table.offer(TestPeers.contact(isMember ? SELF : peer), step);
                case 2 -> table.pingFailed(peer);
                case 3 -> table.queryFailed(peer);
                default -> table.seen(peer, step);
            }
        }
        mustStay.forEach(member -> table.seen(member, 1000));
        for (PeerId member : mustStay) {
            assertTrue(table.find(member).isPresent(), () -> "lost a member, seed " + seed);
        }
        assertTrue(table.find(SELF).isEmpty());
        checkBuckets(table);
    }

    private static PeerId somebody(Random random, List<PeerId> members, long seed) {
        return random.nextInt(4) == 0
                ? members.get(random.nextInt(members.size()))
                : TestPeers.id(seed + "/stranger/" + random.nextInt(150));
    }

    private static void checkBuckets(RoutingTable table) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (Contact contact : table.closest(Position.of(SELF), 10_000, _ -> true)) {
            sizes.merge(table.bucketOf(Position.of(contact.peer())), 1, Integer::sum);
        }
        sizes.forEach((index, size) -> assertTrue(size <= 4, () -> "bucket " + index));
    }

    private static BigInteger distance(Key target, Contact contact) {
        return new BigInteger(target.position().to(Position.of(contact.peer())).toString(), 16);
    }
}

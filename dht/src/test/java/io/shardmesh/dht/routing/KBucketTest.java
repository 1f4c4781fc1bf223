package io.shardmesh.dht.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.limits.RoutingLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KBucketTest {
    private final Set<PeerId> trusted = new HashSet<>();
    private final KBucket bucket = new KBucket(new RoutingLimits(3, 2, 3, 8), trusted::contains);
    private long now;

    @Test
    void offer_room_addsAtTheEnd() {
        assertInstanceOf(OfferOutcome.Added.class, offer("a"));
        assertInstanceOf(OfferOutcome.Added.class, offer("b"));
        assertEquals(ids("a", "b"), entries());
    }

    @Test
    void offer_known_becomesMostRecentAndTakesNewAddresses() {
        fill();
        Contact moved = new Contact(TestPeers.id("a"), List.of(TestPeers.address(9)));
        OfferOutcome outcome = bucket.offer(new Entry(moved, Position.of(moved.peer()), 9));
        assertInstanceOf(OfferOutcome.Refreshed.class, outcome);
        assertEquals(ids("b", "c", "a"), entries());
        assertEquals(moved, bucket.find(moved.peer()).orElseThrow().contact());
    }

    @Test
    void offer_fullBucket_keepsOldestAndAsksForItsPing() {
        fill();
        OfferOutcome.WaitsFor outcome = assertInstanceOf(OfferOutcome.WaitsFor.class, offer("d"));
        assertEquals(TestPeers.id("a"), outcome.oldest().peer());
        assertEquals(ids("a", "b", "c"), entries());
        assertEquals(ids("d"), waiting());
    }

    @Test
    void seen_oldestAnswersPing_newcomerGoesOnWaiting() {
        fill();
        offer("d");
        bucket.seen(TestPeers.id("a"), 9);
        assertEquals(ids("b", "c", "a"), entries());
        assertEquals(ids("d"), waiting());
    }

    @Test
    void pingFailed_somebodyWaits_takesThePlaceOfTheDead() {
        fill();
        offer("d");
        offer("e");
        bucket.pingFailed(TestPeers.id("a"));
        assertEquals(ids("b", "c", "e"), entries());
        assertEquals(ids("d"), waiting());
    }

    @Test
    void pingFailed_nobodyWaits_staysUntilTheThirdTime() {
        fill();
        bucket.pingFailed(TestPeers.id("a"));
        bucket.pingFailed(TestPeers.id("a"));
        assertEquals(ids("a", "b", "c"), entries());
        bucket.pingFailed(TestPeers.id("a"));
        assertEquals(ids("b", "c"), entries());
    }

    @Test
    void queryFailed_somebodyWaits_isNotYetReasonToLeave() {
        fill();
        offer("d");
        assertTrue(bucket.queryFailed(TestPeers.id("a")));
        assertEquals(ids("a", "b", "c"), entries());
    }

    @Test
    void seen_betweenFailures_startsTheCountAnew() {
        fill();
        bucket.pingFailed(TestPeers.id("a"));
        bucket.pingFailed(TestPeers.id("a"));
        bucket.seen(TestPeers.id("a"), ++now);
        bucket.pingFailed(TestPeers.id("a"));
        assertEquals(ids("b", "c", "a"), entries());
    }

    @Test
    void offer_tooManyWait_forgetsTheOneThatWaitedLongest() {
        fill();
        offer("d");
        offer("e");
        offer("f");
        assertEquals(ids("e", "f"), waiting());
    }

    @Test
    void offer_trustedToFullBucket_displacesTheOldestStranger() {
        trusted.add(TestPeers.id("a"));
        trusted.add(TestPeers.id("d"));
        fill();
        OfferOutcome.Displaced outcome = assertInstanceOf(OfferOutcome.Displaced.class, offer("d"));
        assertEquals(TestPeers.id("b"), outcome.stranger());
        assertEquals(ids("a", "c", "d"), entries());
        assertEquals(ids("b"), waiting());
    }

    @Test
    void pingFailed_trustedAndOnlyStrangersWait_keepsItsPlaceButIsNotAlive() {
        trusted.addAll(ids("a", "b", "c"));
        fill();
        assertInstanceOf(OfferOutcome.Waits.class, offer("d"));
        for (int count = 0; count < 5; count++) {
            bucket.pingFailed(TestPeers.id("a"));
            bucket.queryFailed(TestPeers.id("a"));
        }
        assertEquals(ids("a", "b", "c"), entries());
        assertFalse(bucket.isAlive(bucket.find(TestPeers.id("a")).orElseThrow()));
    }

    @Test
    void pingFailed_trustedAndTrustedWaits_yields() {
        trusted.addAll(ids("a", "b", "c", "d"));
        fill();
        offer("x");
        OfferOutcome.WaitsFor outcome = assertInstanceOf(OfferOutcome.WaitsFor.class, offer("d"));
        bucket.pingFailed(outcome.oldest().peer());
        assertEquals(ids("b", "c", "d"), entries());
    }

    @Test
    void offer_strangersFloodTheWaiting_trustedOneIsNotForgotten() {
        trusted.addAll(ids("a", "b", "c", "d"));
        fill();
        offer("d");
        offer("x");
        offer("y");
        offer("z");
        assertEquals(ids("d", "z"), waiting());
    }

    @Test
    void remove_entry_latestWaitingMovesInWhereItsLastSignPutsIt() {
        fill();
        offer("d");
        bucket.seen(TestPeers.id("b"), ++now);
        bucket.remove(TestPeers.id("a"));
        assertEquals(ids("c", "d", "b"), entries());
        assertEquals(ids(), waiting());
    }

    @Test
    void remove_waiting_neverComesBack() {
        fill();
        offer("d");
        bucket.remove(TestPeers.id("d"));
        bucket.pingFailed(TestPeers.id("a"));
        bucket.pingFailed(TestPeers.id("a"));
        bucket.pingFailed(TestPeers.id("a"));
        assertEquals(ids("b", "c"), entries());
    }

    @Test
    void reorderByTrust_waitingBecomesTrusted_swapsWithOldestStranger() {
        fill();
        offer("d");
        trusted.addAll(ids("a", "d"));
        bucket.reorderByTrust();
        assertEquals(ids("a", "c", "d"), entries());
        assertEquals(ids("b"), waiting());
    }

    private void fill() {
        offer("a");
        offer("b");
        offer("c");
    }

    private OfferOutcome offer(String name) {
        Contact contact = TestPeers.contact(name);
        return bucket.offer(new Entry(contact, Position.of(contact.peer()), ++now));
    }

    private List<PeerId> entries() {
        return bucket.entries().stream().map(Entry::peer).toList();
    }

    private List<PeerId> waiting() {
        return bucket.replacements().stream().map(Entry::peer).toList();
    }

    private static List<PeerId> ids(String... names) {
        return Arrays.stream(names).map(TestPeers::id).toList();
    }
}

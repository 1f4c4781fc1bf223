package io.shardmesh.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.ReplyLimits;
import io.shardmesh.dht.limits.Timing;
import io.shardmesh.dht.wire.DhtCodec;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DhtTest {
    private static final PeerId SELF = TestPeers.id("self");
    private static final PeerId ASKER = TestPeers.id("asker");
    private static final Key KEY = Key.of(TestPeers.id("target"));

    private static final List<Multiaddr> OWN = List.of(TestPeers.address(77));

    private Dht dht = create(DhtConfig.standard());
    private long now = 1_000;

    @BeforeEach
    void serve() {
        step(new DhtEvent.AddressesChanged(OWN));
        step(new DhtEvent.Reached(OWN.getFirst()));
    }

    @Test
    void reached_atAnAddressThatWeTell_startsServingOnce() {
        dht = create(DhtConfig.standard().withProtocolPrefix("/ipfs"));
        assertEquals(List.of(), step(new DhtEvent.AddressesChanged(OWN)));
        assertEquals(DhtMode.CLIENT, dht.mode());
        assertEquals(List.of(), step(new DhtEvent.Reached(TestPeers.address(78))));
        assertEquals(DhtMode.CLIENT, dht.mode());
        assertEquals(
                List.of(new DhtEffect.StartServing("/ipfs/kad/1.0.0")),
                step(new DhtEvent.Reached(OWN.getFirst())));
        assertEquals(DhtMode.SERVER, dht.mode());
        assertEquals(List.of(), step(new DhtEvent.Reached(OWN.getFirst())));
    }

    @Test
    void reached_atAnAddressThatIsNotToldOthers_staysAClient() {
        dht = create(DhtConfig.standard().withPrivateAddresses(false));
        Multiaddr hidden = Multiaddr.parse("/ip4/192.168.0.1/tcp/1");
        step(new DhtEvent.AddressesChanged(List.of(hidden)));
        assertEquals(List.of(), step(new DhtEvent.Reached(hidden)));
        assertEquals(DhtMode.CLIENT, dht.mode());
    }

    @Test
    void addressesChanged_nobodyHasReachedTheNewOnes_stopsServing() {
        assertEquals(List.of(), step(new DhtEvent.AddressesChanged(OWN)));
        assertEquals(
                List.of(new DhtEffect.StopServing("/shardmesh/kad/1.0.0")),
                step(new DhtEvent.AddressesChanged(List.of(TestPeers.address(78)))));
        assertEquals(DhtMode.CLIENT, dht.mode());
        assertEquals(
                List.of(new DhtEffect.StartServing("/shardmesh/kad/1.0.0")),
                step(new DhtEvent.Reached(TestPeers.address(78))));
    }

    @Test
    void requestReceived_findNode_namesNearestButNotAskerNorSelf() {
        identify("a", "b", "c");
        identify(new Contact(ASKER, List.of(TestPeers.address(5))));
        List<Contact> reply = findNode(KEY);
        assertEquals(dhtOrder(3, ASKER), reply);
        assertEquals(3, reply.size());
    }

    @Test
    void requestReceived_findNodeForOurOwnId_namesOurselvesFirst() {
        identify("a");
        assertEquals(
                List.of(new Contact(SELF, OWN), TestPeers.contact("a")), findNode(Key.of(SELF)));
    }

    @Test
    void requestReceived_moreThanKKnown_namesK() {
        for (int number = 0; number < 60; number++) {
            identify("p" + number);
        }
        assertEquals(20, findNode(KEY).size());
        assertEquals(20, findNode(Key.of(SELF)).size());
    }

    @Test
    void requestReceived_fromUnknownAsker_doesNotEnterTheTable() {
        findNode(KEY);
        assertEquals(0, dht.peerCount());
    }

    @Test
    void requestReceived_ping_echoes() {
        ByteBuffer ping = bytes("08051203616263");
        DhtEffect.Reply reply =
                assertInstanceOf(DhtEffect.Reply.class, request(ping.duplicate()).getFirst());
        assertEquals(ping, FrameReader.create().read(reply.frame()).orElseThrow());
    }

    @Test
    void requestReceived_recordOrMalformed_resets() {
        for (String hex : List.of("1203616263", "0801", "0802", "0803", "0804", "0807", "ff")) {
            assertInstanceOf(
                    DhtEffect.Reset.class, request(bytes(hex)).getFirst(), () -> "request " + hex);
        }
    }

    @Test
    void requestReceived_asClient_resets() {
        step(new DhtEvent.AddressesChanged(List.of()));
        assertInstanceOf(DhtEffect.Reset.class, request(DhtCodec.findNode(KEY)).getFirst());
    }

    @Test
    void peerIdentified_noLongerServing_leavesTheTable() {
        identify("a");
        assertEquals(1, dht.peerCount());
        step(new DhtEvent.PeerIdentified(TestPeers.id("a"), List.of(TestPeers.address(1)), false));
        assertEquals(0, dht.peerCount());
    }

    @Test
    void peerIdentified_privateAddressesUnwanted_keepsPublicOnes() {
        dht = create(DhtConfig.standard().withPrivateAddresses(false));
        Multiaddr global = Multiaddr.parse("/ip4/93.184.216.34/tcp/1");
        for (String hidden :
                List.of(
                        "/ip4/127.0.0.1/tcp/1",
                        "/ip4/10.1.2.3/tcp/1",
                        "/ip4/172.31.0.1/tcp/1",
                        "/ip4/192.168.0.1/tcp/1",
                        "/ip4/169.254.0.1/tcp/1",
                        "/ip4/100.64.0.1/tcp/1",
                        "/ip6/::1/tcp/1",
                        "/ip6/fd00::1/tcp/1",
                        "/ip6/fe80::1/tcp/1")) {
            PeerId peer = TestPeers.id(hidden);
            identify(new Contact(peer, List.of(Multiaddr.parse(hidden))));
            assertEquals(0, dht.peerCount(), hidden);
        }
        for (String open :
                List.of("/ip4/172.32.0.1/tcp/1", "/ip6/2001:db8::1/tcp/1", "/dns/a.b/tcp/1")) {
            PeerId peer = TestPeers.id(open);
            List<Multiaddr> both = List.of(TestPeers.address(1), Multiaddr.parse(open), global);
            identify(new Contact(peer, both));
            assertEquals(
                    List.of(new Contact(peer, both.subList(1, 3))),
                    dht.closestKnown(Key.of(peer), 1));
        }
    }

    @Test
    void findClosest_emptyTable_saysThatNobodyIsThere() {
        assertEquals(
                List.of(new DhtEffect.LookupFinished(1, new LookupOutcome.NoPeers())),
                step(new DhtEvent.FindClosest(1, KEY)));
    }

    @Test
    void findClosest_overTheLimit_isBusyUntilOneEnds() {
        identify("a");
        for (int id = 1; id <= 32; id++) {
            step(new DhtEvent.FindClosest(id, KEY));
        }
        assertEquals(
                List.of(new DhtEffect.LookupFinished(33, new LookupOutcome.Busy(32))),
                step(new DhtEvent.FindClosest(33, KEY)));
        List<DhtEffect> cancelled = step(new DhtEvent.CancelLookup(7));
        assertInstanceOf(DhtEffect.CancelRequest.class, cancelled.getFirst());
        assertInstanceOf(
                DhtEffect.SendRequest.class, step(new DhtEvent.FindClosest(33, KEY)).getFirst());
    }

    @Test
    void findClosest_lookupIdInUse_isABugOfTheOwner() {
        identify("a");
        step(new DhtEvent.FindClosest(1, KEY));
        assertThrows(IllegalArgumentException.class, () -> step(new DhtEvent.FindClosest(1, KEY)));
    }

    @Test
    void replyReceived_malformedOrOfAnotherType_countsAsFailure() {
        identify("a");
        for (String hex : List.of("ff", "0803", "")) {
            DhtEffect.SendRequest request = send(step(new DhtEvent.FindClosest(1, KEY)));
            List<DhtEffect> effects =
                    step(new DhtEvent.ReplyReceived(request.queryId(), bytes(hex)));
            assertTrue(
                    effects.contains(
                            new DhtEffect.LookupFinished(
                                    1, new LookupOutcome.Closest(List.of(), List.of()))),
                    () -> hex + effects);
        }
    }

    @Test
    void tick_queryTimesOut_cancelsItAndIgnoresTheLateReply() {
        identify("a");
        DhtEffect.SendRequest request = send(step(new DhtEvent.FindClosest(1, KEY)));
        now += Duration.ofSeconds(5).toNanos() - 1;
        assertTrue(finished(step(new DhtEvent.Tick())).isEmpty());
        now += 1;
        List<DhtEffect> effects = step(new DhtEvent.Tick());
        assertTrue(effects.contains(new DhtEffect.CancelRequest(request.queryId())));
        assertEquals(1, finished(effects).size());
        ByteBuffer late = DhtCodec.findNodeReply(List.of(TestPeers.contact("b")));
        assertEquals(List.of(), step(new DhtEvent.ReplyReceived(request.queryId(), late)));
    }

    @Test
    void tick_liarsKeepTheLookupGoing_endsAtItsDeadline() {
        Duration second = Duration.ofSeconds(1);
        dht = create(timing(second.multipliedBy(10), Timing.standard().refresh()));
        identify("a");
        List<DhtEffect> effects = step(new DhtEvent.FindClosest(1, KEY));
        for (int reply = 1; reply <= 9; reply++) {
            now += second.toNanos();
            // A new peer in each reply, so that there is always somebody left to ask.
            ByteBuffer lie = DhtCodec.findNodeReply(List.of(TestPeers.contact("liar" + reply)));
            effects = step(new DhtEvent.ReplyReceived(send(effects).queryId(), lie));
            assertTrue(finished(effects).isEmpty());
        }
        now += second.toNanos();
        assertEquals(1, finished(step(new DhtEvent.Tick())).size());
    }

    @Test
    void findPeer_inTheTable_isFoundAtOnce() {
        identify("a");
        assertEquals(
                List.of(
                        new DhtEffect.LookupFinished(
                                1, new LookupOutcome.Found(TestPeers.contact("a")))),
                step(new DhtEvent.FindPeer(1, TestPeers.id("a"))));
    }

    @Test
    void findPeer_namedAtAFalseAddress_isMentionedAndNotFound() {
        identify("a");
        PeerId wanted = TestPeers.id("wanted");
        Contact said = new Contact(wanted, List.of(TestPeers.address(1)));
        DhtEffect.SendRequest first = send(step(new DhtEvent.FindPeer(1, wanted)));
        DhtEffect.SendRequest second =
                send(
                        step(
                                new DhtEvent.ReplyReceived(
                                        first.queryId(), DhtCodec.findNodeReply(List.of(said)))));
        assertEquals(wanted, second.peer());
        assertEquals(
                List.of(new DhtEffect.LookupFinished(1, new LookupOutcome.Mentioned(said))),
                finished(step(new DhtEvent.RequestFailed(second.queryId()))));
    }

    @Test
    void replyReceived_namesAPeerOfOurTable_ourOwnAddressComesFirst() {
        identify("a");
        DhtEffect.SendRequest first = send(step(new DhtEvent.FindClosest(1, KEY)));
        identify("b");
        Contact said = new Contact(TestPeers.id("b"), List.of(TestPeers.address(1)));
        ByteBuffer reply = DhtCodec.findNodeReply(List.of(said));
        DhtEffect.SendRequest second =
                send(step(new DhtEvent.ReplyReceived(first.queryId(), reply)));
        assertEquals(TestPeers.contact("b").with(said.addresses()).addresses(), second.addresses());
    }

    @Test
    void bootstrap_firstDeadSecondClient_joinsByTheThird() {
        List<Multiaddr> addresses =
                List.of(TestPeers.address(1), TestPeers.address(2), TestPeers.address(3));
        assertEquals(
                new DhtEffect.Dial(addresses.get(0)),
                step(new DhtEvent.Bootstrap(addresses)).getFirst());
        assertEquals(
                new DhtEffect.Dial(addresses.get(1)),
                step(new DhtEvent.DialFailed(addresses.get(0))).getFirst());
        step(new DhtEvent.Dialled(addresses.get(1), TestPeers.id("client")));
        assertEquals(
                new DhtEffect.Dial(addresses.get(2)),
                step(new DhtEvent.PeerIdentified(TestPeers.id("client"), List.of(), false))
                        .getFirst());
        // Identify may be faster than the report of the dial.
        step(new DhtEvent.PeerIdentified(TestPeers.id("server"), addresses.subList(2, 3), true));
        step(new DhtEvent.Dialled(addresses.get(2), TestPeers.id("server")));
        DhtEffect.SendRequest ownId =
                send(step(new DhtEvent.PingSucceeded(TestPeers.id("server"))));
        assertEquals(Frames.frame(DhtCodec.findNode(Key.of(SELF))), ownId.frame());
        List<DhtEffect> effects =
                step(
                        new DhtEvent.ReplyReceived(
                                ownId.queryId(), DhtCodec.findNodeReply(List.of())));
        assertTrue(effects.contains(new DhtEffect.Joined(1)), effects::toString);
    }

    @Test
    void bootstrap_nobodyThere_triesAgainLaterAndLater() {
        List<Multiaddr> addresses = List.of(TestPeers.address(1));
        step(new DhtEvent.Bootstrap(addresses));
        for (long seconds : new long[] {5, 10, 20, 40}) {
            List<DhtEffect> failed = step(new DhtEvent.DialFailed(addresses.getFirst()));
            assertTrue(failed.contains(new DhtEffect.JoinFailed(1)), failed::toString);
            now += Duration.ofSeconds(seconds).toNanos() - 1;
            assertTrue(dials(step(new DhtEvent.Tick())).isEmpty());
            now += 1;
            assertEquals(1, dials(step(new DhtEvent.Tick())).size());
        }
    }

    @Test
    void tick_ownerNeverReportsTheDial_goesOnToTheNextAddress() {
        List<Multiaddr> addresses = List.of(TestPeers.address(1), TestPeers.address(2));
        step(new DhtEvent.Bootstrap(addresses));
        now += Duration.ofSeconds(10).toNanos();
        assertEquals(
                List.of(new DhtEffect.Dial(addresses.get(1))), dials(step(new DhtEvent.Tick())));
    }

    @Test
    void peerIdentified_fullBucket_pingsTheOldestOnce() {
        List<Contact> far = TestPeers.inBucket(SELF, 0, 22);
        far.subList(0, 20).forEach(this::identify);
        assertEquals(
                List.of(new DhtEffect.Ping(far.getFirst().peer(), far.getFirst().addresses())),
                pings(identify(far.get(20))));
        assertEquals(List.of(), pings(identify(far.get(21))));
        step(new DhtEvent.PingFailed(far.getFirst().peer()));
        assertEquals(20, dht.peerCount());
        assertEquals(List.of(far.get(21)), dht.closestKnown(Key.of(far.get(21).peer()), 1));
    }

    @Test
    void tick_pingUnanswered_costsThePlaceEvenWithoutAReport() {
        List<Contact> far = TestPeers.inBucket(SELF, 0, 21);
        far.forEach(this::identify);
        now += Duration.ofSeconds(5).toNanos();
        step(new DhtEvent.Tick());
        assertEquals(List.of(far.get(20)), dht.closestKnown(Key.of(far.get(20).peer()), 1));
    }

    @Test
    void trustedPeersChanged_memberWaitsBehindStrangers_getsAPlace() {
        List<Contact> far = TestPeers.inBucket(SELF, 0, 21);
        far.forEach(this::identify);
        Contact member = far.get(20);
        step(new DhtEvent.TrustedPeersChanged(Set.of(member.peer())));
        assertEquals(List.of(member), dht.closestKnown(Key.of(member.peer()), 1));
    }

    @Test
    void refresh_fewerPeersThanABucketHolds_asksEachOnce() {
        identify(names(19));
        List<PeerId> asked = refresh();
        assertEquals(19, asked.size());
        assertEquals(19, Set.copyOf(asked).size());
    }

    @Test
    void refresh_asManyPeersAsABucketHolds_asksForEachBucket() {
        identify(names(20));
        assertTrue(refresh().size() >= 2 * 20);
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    /** Who is asked in one round, in which nobody knows of anybody else. */
    private List<PeerId> refresh() {
        now += Timing.standard().refresh().toNanos();
        Deque<DhtEffect> effects = new ArrayDeque<>(step(new DhtEvent.Tick()));
        List<PeerId> asked = new ArrayList<>();
        while (!effects.isEmpty()) {
            if (effects.remove() instanceof DhtEffect.SendRequest request) {
                asked.add(request.peer());
                ByteBuffer nobody = DhtCodec.findNodeReply(List.of());
                effects.addAll(step(new DhtEvent.ReplyReceived(request.queryId(), nobody)));
            }
        }
        return asked;
    }

    @Test
    void step_everyTimerObeyed_neverAsksForATimeThatHasPassed() {
        // Rounds of refresh come faster than the queries of one round time out.
        dht = create(timing(Timing.standard().lookup(), Duration.ofSeconds(16)));
        identify("a");
        step(new DhtEvent.Bootstrap(List.of(TestPeers.address(1))));
        for (int count = 0; count < 40; count++) {
            long before = now;
            List<Long> timers =
                    step(new DhtEvent.Tick()).stream()
                            .filter(DhtEffect.SetTimer.class::isInstance)
                            .map(effect -> ((DhtEffect.SetTimer) effect).atNanos())
                            .toList();
            assertEquals(1, timers.size());
            assertTrue(timers.getFirst() > before, "the owner would spin");
            now = timers.getFirst();
        }
    }

    private static DhtConfig timing(Duration lookup, Duration refresh) {
        Timing usual = Timing.standard();
        return DhtConfig.standard()
                .withTiming(
                        new Timing(
                                usual.query(),
                                lookup,
                                usual.ping(),
                                usual.bootstrapAttempt(),
                                usual.bootstrapRetry(),
                                refresh));
    }

    private static Dht create(DhtConfig config) {
        return Dht.create(config, SELF, TestPeers.random(new Random(1)), TestPeers.WALL_CLOCK);
    }

    private List<DhtEffect> step(DhtEvent event) {
        return dht.step(event, now);
    }

    private void identify(String... names) {
        for (String name : names) {
            identify(TestPeers.contact(name));
        }
    }

    /** And lets the upkeep that the first peer starts come to an end. */
    private List<DhtEffect> identify(Contact contact) {
        step(new DhtEvent.PeerIdentified(contact.peer(), contact.addresses(), true));
        List<DhtEffect> effects = step(new DhtEvent.PingSucceeded(contact.peer()));
        List<DhtEffect> rest = effects;
        while (rest.stream().anyMatch(DhtEffect.SendRequest.class::isInstance)) {
            ByteBuffer nobody = DhtCodec.findNodeReply(List.of());
            rest = step(new DhtEvent.ReplyReceived(send(rest).queryId(), nobody));
        }
        return effects;
    }

    private List<DhtEffect> request(ByteBuffer message) {
        return step(new DhtEvent.RequestReceived(9, ASKER, message));
    }

    private List<Contact> findNode(Key key) {
        DhtEffect.Reply reply =
                assertInstanceOf(DhtEffect.Reply.class, request(DhtCodec.findNode(key)).getFirst());
        ByteBuffer message = FrameReader.create().read(reply.frame()).orElseThrow();
        return DhtCodec.decodeFindNodeReply(message, ReplyLimits.standard());
    }

    private List<Contact> dhtOrder(int count, PeerId without) {
        return dht.closestKnown(KEY, 100).stream()
                .filter(contact -> !contact.peer().equals(without))
                .limit(count)
                .toList();
    }

    private static DhtEffect.SendRequest send(List<DhtEffect> effects) {
        return effects.stream()
                .filter(DhtEffect.SendRequest.class::isInstance)
                .map(DhtEffect.SendRequest.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<DhtEffect> finished(List<DhtEffect> effects) {
        return effects.stream().filter(DhtEffect.LookupFinished.class::isInstance).toList();
    }

    private static List<DhtEffect> dials(List<DhtEffect> effects) {
        return effects.stream().filter(DhtEffect.Dial.class::isInstance).toList();
    }

    private static List<DhtEffect> pings(List<DhtEffect> effects) {
        return effects.stream().filter(DhtEffect.Ping.class::isInstance).toList();
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}

package io.shardmesh.libp2p.swarm;

import static io.shardmesh.libp2p.swarm.SwarmLab.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.memory.MemoryTransport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Strangers meet limits, members do not lose their place to them. */
final class SwarmRefusalTest {

    private static final String SILENT = "/lab/silent/1";

    private final SwarmLab lab = new SwarmLab();
    private final Map<Integer, MemoryTransport> hosts = new HashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();

    @Test
    void accept_handshakesOfOneAddressFillAllPlaces_theOldestOfItGivesWay() {
        Swarm one = limited(10, 4, new AddressLimits(64, 4, 10));
        MemoryTransport attacker = lab.network.transport("10.0.0.99");
        for (int i = 0; i < 4; i++) {
            lab.await(attacker.dial(address(1)));
        }
        lab.connect(lab.swarm(2), 1, one);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(List.of(Refusal.GAVE_WAY), refusals);
        assertEquals(1, one.connections().size());
    }

    @Test
    void accept_oneAddressHasItsHandshakes_refusesItMoreAndNobodyElse() {
        Swarm one = limited(10, 10, new AddressLimits(64, 2, 10));
        MemoryTransport attacker = lab.network.transport("10.0.0.99");
        for (int i = 0; i < 3; i++) {
            lab.await(attacker.dial(address(1)));
        }
        lab.connect(lab.swarm(2), 1, one);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(List.of(Refusal.TOO_MANY_PENDING), refusals);
        lab.advance(Duration.ofSeconds(11));
        assertEquals(
                List.of(
                        Refusal.TOO_MANY_PENDING,
                        Refusal.HANDSHAKE_TIMED_OUT,
                        Refusal.HANDSHAKE_TIMED_OUT),
                refusals);
    }

    @Test
    void accept_addressIsCrowded_strangersAreRefusedAndProtectedPeersAreNot() {
        Swarm one = limited(10, 10, new AddressLimits(2, 10, 10));
        assertTrue(connects(one, 2));
        assertTrue(connects(one, 2));
        assertFalse(connects(one, 2), "a third from 10.0.0.2");
        assertEquals(List.of(Refusal.TOO_MANY_FROM_ADDRESS), refusals);
        Swarm member = swarmAt(2, 77);
        one.protect(member.self(), "mesh");
        lab.connect(member, 1, one);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(3, one.connections().size());
    }

    @Test
    void accept_swarmIsFullOfOneAddress_aStrangerFromElsewhereGetsIn() {
        Swarm one = limited(4, 10, new AddressLimits(4, 10, 10));
        for (int i = 0; i < 4; i++) {
            assertTrue(connects(one, 2));
        }
        lab.advance(Duration.ofSeconds(1));
        Swarm elsewhere = lab.swarm(3);
        lab.connect(elsewhere, 1, one);
        lab.advance(Duration.ofSeconds(1));
        assertEquals(4, one.connections().size());
        assertEquals(1, elsewhere.connections().size());
    }

    @Test
    void keepUp_strangersStreamIsSilent_isResetAndTheConnectionEnds() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        RecordingHandler served = new RecordingHandler();
        one.handle(SILENT, stream -> served);
        two.protect(one.self(), "stay");
        lab.connect(two, 1, one);
        lab.await(two.open(one.self(), List.of(SILENT), new RecordingHandler()));
        lab.advance(Duration.ofSeconds(100));
        assertEquals(1, one.connections().size());
        lab.advance(Duration.ofMinutes(2));
        assertEquals("closed reset by us", served.events.getLast());
        assertEquals(List.of(), one.connections());
    }

    @Test
    void keepUp_protectedPeersStreamIsSilent_stays() {
        Swarm one = lab.swarm(1);
        Swarm two = lab.swarm(2);
        one.handle(SILENT, stream -> new RecordingHandler());
        one.protect(two.self(), "mesh");
        lab.connect(two, 1, one);
        Stream stream = lab.await(two.open(one.self(), List.of(SILENT), new RecordingHandler()));
        lab.advance(Duration.ofMinutes(10));
        assertEquals(1, stream.connection().streamCount());
    }

    @Test
    void arrivals_comeFasterThanTheRate_areTakenAsTheBucketRefills() {
        ArrivalRate rate = new ArrivalRate(new AddressLimits(3, 3, 2));
        for (int i = 0; i < 3; i++) {
            assertTrue(rate.take("a", 0));
        }
        assertFalse(rate.take("a", 0));
        assertTrue(rate.take("b", 0), "another address");
        assertFalse(rate.take("a", 400_000_000L));
        assertTrue(rate.take("a", 500_000_000L));
        assertFalse(rate.take("a", 500_000_000L));
        long later = 100_000_000_000L;
        for (int i = 0; i < 3; i++) {
            assertTrue(rate.take("a", later), "no more than the bucket holds after a rest");
        }
        assertFalse(rate.take("a", later));
    }

    @Test
    void arrivals_fromManyAddresses_areWatchedInABoundedTable() {
        ArrivalRate rate = new ArrivalRate(AddressLimits.defaults());
        for (int i = 0; i < 3 * ArrivalRate.ADDRESS_COUNT; i++) {
            rate.take("host " + i, i);
        }
        assertEquals(ArrivalRate.ADDRESS_COUNT, rate.watchedCount());
    }

    @Test
    void addressGroup_ip6AddressesOfOneNetwork_areOne() {
        assertEquals(group("/ip6/2001:db8:1:2::1/tcp/1"), group("/ip6/2001:db8:1:2:ffff::9/tcp/2"));
        assertFalse(
                group("/ip6/2001:db8:1:2::1/tcp/1").equals(group("/ip6/2001:db8:1:3::1/tcp/1")));
        assertEquals(group("/ip4/10.0.0.1/tcp/1"), group("/ip4/10.0.0.1/tcp/2"));
        assertFalse(group("/ip4/10.0.0.1/tcp/1").equals(group("/ip4/10.0.0.2/tcp/1")));
    }

    private static String group(String address) {
        return AddressGroup.of(Multiaddr.parse(address));
    }

    private int strangerCount;

    /** Connects a peer of its own identity from the host; whether the connection stays. */
    private boolean connects(Swarm to, int host) {
        Swarm stranger = swarmAt(host, 100 + strangerCount++);
        lab.await(stranger.connect(to.self(), List.of(address(1))));
        lab.advance(Duration.ofMillis(500));
        return !stranger.connections().isEmpty();
    }

    private Swarm swarmAt(int host, int identity) {
        return Swarm.create(
                SwarmConfig.of("lab/" + identity, List::of, InstantSource.system()),
                SwarmLab.identity(identity),
                hosts.computeIfAbsent(host, at -> lab.network.transport(SwarmLab.ip(at))),
                lab.time,
                SwarmLab.random(identity));
    }

    private Swarm limited(int total, int pending, AddressLimits address) {
        Swarm swarm =
                lab.swarm(
                        1,
                        config ->
                                config.with(
                                        config.connections().withCounts(total, pending, address)));
        swarm.addListener(
                new SwarmListener() {
                    @Override
                    public void refused(Refusal refusal, Multiaddr from, String why) {
                        refusals.add(refusal);
                    }
                });
        return swarm;
    }
}

package io.shardmesh.dht.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.dht.TestPeers;
import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.dht.limits.LookupLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LookupTest {
    private static final PeerId SELF = TestPeers.id("self");
    private static final Position TARGET = Position.of(TestPeers.id("target"));

    /** Nearest to the target first. */
    private final List<Contact> peers =
            IntStream.range(0, 30)
                    .mapToObj(number -> TestPeers.contact("peer" + number))
                    .sorted(Comparator.comparing(c -> TARGET.to(Position.of(c.peer()))))
                    .toList();

    private final Set<PeerId> trusted = new HashSet<>();

    @Test
    void next_moreThanAlphaKnown_asksTheAlphaNearestAndNobodyTwice() {
        Lookup lookup = lookup(new LookupLimits(4, 2, 2, 40, 40, 3));
        lookup.suggest(peers.subList(0, 5).reversed());
        assertEquals(peers.subList(0, 2), lookup.next());
        assertEquals(List.of(), lookup.next());
        lookup.answered(peers.get(0).peer(), peers.subList(0, 2));
        assertEquals(peers.subList(2, 3), lookup.next());
    }

    @Test
    void finished_kNearestAnswered_fartherOnesNeedNotBeAsked() {
        Lookup lookup = lookup(new LookupLimits(3, 3, 0, 40, 40, 3));
        lookup.suggest(peers.subList(0, 6));
        assertEquals(peers.subList(0, 3), lookup.next());
        answer(lookup, 0, 2);
        assertFalse(lookup.finished());
        answer(lookup, 2, 3);
        assertTrue(lookup.finished());
        assertEquals(peers.subList(0, 3), lookup.closest());
    }

    @Test
    void finished_oneOfTheNearestFails_theNextTakesItsTurn() {
        Lookup lookup = lookup(new LookupLimits(3, 3, 0, 40, 40, 3));
        lookup.suggest(peers.subList(0, 6));
        lookup.next();
        answer(lookup, 0, 2);
        lookup.failed(peers.get(2).peer());
        assertFalse(lookup.finished());
        assertEquals(peers.subList(3, 4), lookup.next());
        answer(lookup, 3, 4);
        assertTrue(lookup.finished());
        assertEquals(List.of(peers.get(0), peers.get(1), peers.get(3)), lookup.closest());
    }

    @Test
    void answered_namesNearerPeer_asksItBeforeEnding() {
        Lookup lookup = lookup(new LookupLimits(1, 1, 0, 40, 40, 3));
        lookup.suggest(peers.subList(5, 6));
        lookup.next();
        lookup.answered(peers.get(5).peer(), peers.subList(2, 3));
        assertFalse(lookup.finished());
        assertEquals(peers.subList(2, 3), lookup.next());
    }

    @Test
    void next_strangersNearerThanAllTrusted_oneTrustedIsAlwaysUnderWay() {
        trusted.add(peers.get(28).peer());
        trusted.add(peers.get(29).peer());
        Lookup lookup = lookup(new LookupLimits(4, 2, 2, 40, 40, 3));
        lookup.suggest(peers);
        assertEquals(List.of(peers.get(28), peers.get(0)), lookup.next());
        lookup.answered(peers.get(28).peer(), List.of());
        assertEquals(List.of(peers.get(29)), lookup.next());
    }

    @Test
    void finished_strangersAnswered_waitsForTheTrusted() {
        trusted.add(peers.get(29).peer());
        Lookup lookup = lookup(new LookupLimits(2, 4, 2, 40, 40, 3));
        lookup.suggest(peers);
        lookup.next();
        answer(lookup, 0, 2);
        assertFalse(lookup.finished());
        lookup.answered(peers.get(29).peer(), List.of());
        assertTrue(lookup.finished());
        assertEquals(List.of(peers.get(29)), lookup.closestTrusted());
    }

    @Test
    void suggest_ourselvesOrNoAddress_isSkipped() {
        Lookup lookup = lookup(LookupLimits.standard());
        lookup.suggest(
                List.of(TestPeers.contact(SELF), new Contact(TestPeers.id("bare"), List.of())));
        assertEquals(List.of(), lookup.next());
        assertTrue(lookup.finished());
    }

    @Test
    void failed_anotherNamesAnotherAddress_isTriedThereAgainUpToTheLimit() {
        Lookup lookup = lookup(new LookupLimits(4, 4, 0, 40, 40, 2));
        PeerId victim = peers.get(0).peer();
        Contact lie = new Contact(victim, List.of(TestPeers.address(1)));
        Contact truth = new Contact(victim, List.of(TestPeers.address(2)));
        Contact third = new Contact(victim, List.of(TestPeers.address(3)));
        lookup.suggest(List.of(lie, peers.get(1)));
        lookup.next();
        lookup.failed(victim);
        lookup.answered(peers.get(1).peer(), List.of(lie));
        assertEquals(List.of(), lookup.next());
        lookup.suggest(List.of(truth));
        assertEquals(List.of(lie.with(truth.addresses())), lookup.next());
        lookup.failed(victim);
        lookup.suggest(List.of(third));
        assertEquals(List.of(), lookup.next());
        assertTrue(lookup.finished());
    }

    @Test
    void suggest_overTheBound_forgetsFarthestStrangerNotTheTrusted() {
        trusted.add(peers.get(29).peer());
        Lookup lookup = lookup(new LookupLimits(2, 2, 1, 3, 40, 3));
        lookup.suggest(List.of(peers.get(29), peers.get(8), peers.get(9)));
        lookup.suggest(List.of(peers.get(7), peers.get(20)));
        assertTrue(lookup.mentioned(peers.get(29).peer()).isPresent());
        assertTrue(lookup.mentioned(peers.get(7).peer()).isPresent());
        assertTrue(lookup.mentioned(peers.get(9).peer()).isEmpty());
        assertTrue(lookup.mentioned(peers.get(20).peer()).isEmpty());
    }

    @Test
    void finished_liarsNameEverNearerPeers_endsAtTheQueryLimit() {
        Lookup lookup = lookup(new LookupLimits(2, 1, 0, 40, 5, 3));
        lookup.suggest(peers.subList(29, 30));
        int queries = 0;
        for (int number = 29; !lookup.finished() && number > 0; number--) {
            queries += lookup.next().size();
            lookup.answered(peers.get(number).peer(), peers.subList(number - 1, number));
        }
        assertTrue(lookup.finished());
        assertEquals(5, queries);
    }

    private Lookup lookup(LookupLimits limits) {
        return new Lookup(SELF, TARGET, limits, trusted::contains);
    }

    private void answer(Lookup lookup, int from, int to) {
        peers.subList(from, to).forEach(peer -> lookup.answered(peer.peer(), List.of()));
    }
}

package io.shardmesh.node.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one holder of a 2+2 object makes of what it hears. */
class DiagnosisTest {
    private static final Shape SHAPE = new Shape(4, 2);
    private static final List<PeerId> PEERS = peers();

    private final ObjectStock stock = new ObjectStock();
    private final Known absence = new Known();

    @Test
    void everyIndexOnce_isHealthy() {
        hear(0, 0);
        hear(1, 1);
        hear(2, 2);
        hear(3, 3);
        assertTrue(diagnose(0).healthy());
    }

    @Test
    void lastHolderAnswersWithout_isLostAtOnce() {
        hearThree();
        hear(3);
        absence.last.put(3, PEERS.get(3));
        assertEquals(Set.of(3), diagnose(0).lost());
    }

    @Test
    void lastHolderIsAway_isAwaitedAndNotLost() {
        hearThree();
        absence.last.put(3, PEERS.get(3));
        absence.mayReturn.add(PEERS.get(3));
        Diagnosis diagnosis = diagnose(0);
        assertEquals(Set.of(), diagnosis.lost());
        assertEquals(Set.of(3), diagnosis.awaited());
    }

    @Test
    void lastHolderIsGone_isLostAlthoughOthersAreAway() {
        hearThree();
        absence.last.put(3, PEERS.get(3));
        absence.mayReturn.add(PEERS.get(4));
        assertEquals(Set.of(3), diagnose(0).lost());
    }

    @Test
    void unknownLastHolder_waitsForWhoeverIsAway() {
        hearThree();
        absence.mayReturn.add(PEERS.get(4));
        assertEquals(Set.of(3), diagnose(0).awaited());
        absence.mayReturn.clear();
        assertEquals(Set.of(3), diagnose(0).lost());
    }

    @Test
    void noFurtherLossIsSurvived_asksWithUrgency() {
        hear(0, 0);
        hear(1, 1);
        absence.last.put(2, PEERS.get(2));
        absence.last.put(3, PEERS.get(3));
        diagnose(0);
        assertEquals(Set.of(true), absence.urgencies);
        absence.urgencies.clear();
        hear(2, 2);
        diagnose(0);
        assertEquals(Set.of(false), absence.urgencies);
    }

    @Test
    void twoHoldersOfOneIndex_theFirstInOrderKeepsIt() {
        hearThree();
        hear(3, 3);
        hear(4, 2);
        assertEquals(Map.of(2, PEERS.get(2)), diagnose(0).surplus());
    }

    @Test
    void twoIndexesAtOneHolder_areNotTwoHolders() {
        hear(0, 0, 1);
        hear(1, 2);
        hear(2, 3);
        assertTrue(diagnose(0).healthy());
        assertEquals(1, diagnose(1).rank());
    }

    @Test
    void twoIndexesAtOneHolder_theHigherIsToGoToWhoHasNone() {
        hear(0, 0, 1);
        hear(1, 2);
        hear(2, 3);
        hear(3);
        assertEquals(Set.of(1), diagnose(0).crowded());
        assertEquals(Set.of(), diagnose(1).crowded());
        stock.disbelieve(PEERS.get(3));
        assertEquals(Set.of(), diagnose(0).crowded());
    }

    @Test
    void indexThatWasHandedOn_isKeptByWhoHasNoOther() {
        hear(0, 0, 1);
        hear(1, 2);
        hear(2, 3);
        hear(3, 1);
        assertEquals(Map.of(1, PEERS.get(3)), diagnose(0).surplus());
        assertEquals(Set.of(), diagnose(0).crowded());
    }

    @Test
    void rank_isThePlaceAmongThoseWhoHaveAny() {
        hear(1, 1);
        hear(4, 2);
        assertEquals(0, diagnose(1).rank());
        assertEquals(1, diagnose(4).rank());
        assertEquals(-1, diagnose(0).rank());
    }

    @Test
    void disbelievedHolder_countsForNothing() {
        hearThree();
        hear(3, 3);
        absence.last.put(3, PEERS.get(3));
        stock.disbelieve(PEERS.get(3));
        assertEquals(Set.of(3), diagnose(0).lost());
    }

    private void hearThree() {
        hear(0, 0);
        hear(1, 1);
        hear(2, 2);
    }

    private void hear(int peer, Integer... indexes) {
        stock.heard(PEERS.get(peer), Stream.of(indexes).toList());
    }

    private Diagnosis diagnose(int self) {
        return Diagnosis.of(
                PEERS.get(self), SHAPE, stock, Comparator.comparingInt(PEERS::indexOf), absence);
    }

    private static List<PeerId> peers() {
        RandomSource random = new Random(5)::nextBytes;
        return IntStream.range(0, 5)
                .mapToObj(i -> PeerId.of(SigningKey.generate(random).verifyingKey()))
                .toList();
    }

    private static final class Known implements Diagnosis.Absence {
        private final Map<Integer, PeerId> last = new HashMap<>();
        private final Set<PeerId> mayReturn = new TreeSet<>();
        private final Set<Boolean> urgencies = new TreeSet<>();

        @Override
        public boolean mayReturn(PeerId peer, boolean urgent) {
            urgencies.add(urgent);
            return mayReturn.contains(peer);
        }

        @Override
        public boolean anyMayReturn(boolean urgent) {
            return !mayReturn.isEmpty();
        }

        @Override
        public Optional<PeerId> lastHolder(int index) {
            return Optional.ofNullable(last.get(index));
        }
    }
}

package io.shardmesh.node.placement;

import static io.shardmesh.node.placement.PlacementProperties.candidate;
import static io.shardmesh.node.placement.PlacementProperties.spread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.crypto.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacementTest {
    private static final Digest KEY = Digest.of(new byte[32]);

    @Test
    void of_fullMember_isNeverAsked() {
        Placement placement = Placement.of(KEY, 2, List.of(candidate(0, "a", "", 0)));
        assertTrue(placement.chosen().isEmpty());
        assertTrue(placement.spares().isEmpty());
    }

    @Test
    void of_suspect_comesLastEvenForItsRegion() {
        List<Candidate> candidates = new ArrayList<>(spread(6, 1));
        Candidate good = candidate(9, "far", "elsewhere", 1_000_000);
        candidates.add(new Candidate(good.peer(), good.labels(), good.freeBytes(), true));
        Placement placement = Placement.of(KEY, 6, candidates);
        assertFalse(placement.chosen().stream().anyMatch(Candidate::suspect));
        assertTrue(placement.spares().getLast().suspect());
    }

    @Test
    void replacement_onTheMachineOfTheFailedHolder_isAllowed() {
        Candidate first = candidate(1, "a", "", 1_000);
        Candidate second = candidate(2, "a", "", 1_000);
        Candidate other = candidate(3, "b", "", 1_000);
        Placement placement = Placement.of(KEY, 2, List.of(first, second, other));
        Candidate failed = placement.chosen().contains(first) ? first : second;
        Candidate standIn = failed.equals(first) ? second : first;
        assertEquals(
                Optional.of(standIn),
                placement.replacement(List.of(other), Set.of(failed.peer(), other.peer())));
    }

    @Test
    void replacement_onlyMachinesInUseLeft_isNone() {
        Candidate first = candidate(1, "a", "", 1_000);
        Candidate second = candidate(2, "a", "", 1_000);
        Placement placement = Placement.of(KEY, 1, List.of(first, second));
        Candidate holder = placement.chosen().getFirst();
        assertEquals(
                Optional.empty(), placement.replacement(List.of(holder), Set.of(holder.peer())));
    }
}

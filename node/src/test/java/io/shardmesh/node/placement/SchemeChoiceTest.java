package io.shardmesh.node.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.placement.SchemeChoice.Chosen;
import io.shardmesh.node.placement.SchemeChoice.MinMachinesOutOfRange;
import io.shardmesh.node.placement.SchemeChoice.TooFewMachines;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SchemeChoiceTest {
    private static final OptionalInt UNSET = OptionalInt.empty();

    @Test
    void auto_byMachines_followsTheTable() {
        assertEquals(new Chosen(new Scheme(4, 2), 5), SchemeChoice.auto(99, UNSET));
        assertEquals(new Chosen(new Scheme(4, 2), 5), SchemeChoice.auto(6, UNSET));
        assertEquals(new Chosen(new Scheme(3, 2), 4), SchemeChoice.auto(5, UNSET));
        assertEquals(new Chosen(new Scheme(2, 2), 3), SchemeChoice.auto(4, UNSET));
        assertEquals(new Chosen(new Scheme(2, 1), 3), SchemeChoice.auto(3, UNSET));
        assertEquals(new Chosen(new Scheme(1, 1), 2), SchemeChoice.auto(2, UNSET));
    }

    @Test
    void auto_oneMachine_needsToBeAskedFor() {
        Optional<Scheme> single = Optional.of(new Scheme(1, 1));
        assertEquals(new TooFewMachines(1, single), SchemeChoice.auto(1, UNSET));
        assertEquals(new Chosen(new Scheme(1, 1), 1), SchemeChoice.auto(1, OptionalInt.of(1)));
        assertEquals(
                new TooFewMachines(0, Optional.empty()), SchemeChoice.auto(0, OptionalInt.of(1)));
    }

    @Test
    void explicit_widerThanTheMachines_namesTheSchemeThatFits() {
        Scheme wide = new Scheme(4, 2);
        assertEquals(
                new TooFewMachines(5, Optional.of(new Scheme(3, 2))),
                SchemeChoice.explicit(wide, 5, OptionalInt.of(4)));
        assertEquals(new Chosen(wide, 5), SchemeChoice.explicit(wide, 6, UNSET));
        assertEquals(
                new Chosen(new Scheme(1, 1), 1),
                SchemeChoice.explicit(new Scheme(1, 1), 1, OptionalInt.of(1)));
    }

    @Test
    void minMachines_belowKOrAboveTheShards_isOutOfRange() {
        Scheme scheme = new Scheme(4, 2);
        MinMachinesOutOfRange refused = new MinMachinesOutOfRange(scheme, 4, 6);
        assertEquals(refused, SchemeChoice.auto(7, OptionalInt.of(3)));
        assertEquals(refused, SchemeChoice.auto(7, OptionalInt.of(7)));
        assertEquals(new Chosen(scheme, 4), SchemeChoice.auto(7, OptionalInt.of(4)));
    }

    @Test
    void minMachines_schemeWithoutParity_isAllOfThem() {
        Scheme bare = new Scheme(3, 0);
        assertEquals(new Chosen(bare, 3), SchemeChoice.explicit(bare, 3, UNSET));
    }

    @Test
    void survival_takesTheFullestMachinesFirst() {
        assertEquals(new Survival(true, 2), Survival.of(4, List.of(1, 1, 1, 1, 1, 1)));
        assertEquals(new Survival(true, 1), Survival.of(4, List.of(1, 1, 2, 1, 1)));
        assertEquals(new Survival(true, 0), Survival.of(4, List.of(3, 1, 1)));
        assertEquals(new Survival(false, 0), Survival.of(4, List.of(1, 1, 1)));
        assertEquals(new Survival(true, 2), Survival.of(1, List.of(1, 1, 1)));
        assertThrows(IllegalArgumentException.class, () -> Survival.of(0, List.of()));
    }
}

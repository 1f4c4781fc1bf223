package io.shardmesh.testing.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PairsTest {
    @Test
    void revolving_sixIndexes_givesEachPairOnce() {
        List<Pairs.Pair> pairs = Pairs.revolving(6);

        assertEquals(15, pairs.size());
        assertEquals(15, new HashSet<>(pairs).size());
        assertTrue(pairs.stream().allMatch(pair -> pair.low() < pair.high() && pair.high() < 6));
    }

    @Test
    void revolving_everyStep_keepsOneIndex() {
        List<Pairs.Pair> pairs = Pairs.revolving(6);

        for (int i = 1; i < pairs.size(); i++) {
            assertTrue(shareOne(pairs.get(i - 1), pairs.get(i)), "step " + i);
        }
    }

    private static boolean shareOne(Pairs.Pair one, Pairs.Pair other) {
        return one.low() == other.low()
                || one.low() == other.high()
                || one.high() == other.low()
                || one.high() == other.high();
    }
}

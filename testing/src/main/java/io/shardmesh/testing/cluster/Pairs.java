package io.shardmesh.testing.cluster;

import java.util.ArrayList;
import java.util.List;

/** Pairs of indexes. */
final class Pairs {
    /** Two indexes, the smaller first. */
    record Pair(int low, int high) {}

    private Pairs() {}

    /**
     * All pairs below {@code count}, each sharing one index with the one before it, so that going
     * on takes one restart and not two.
     */
    static List<Pair> revolving(int count) {
        List<Pair> pairs = new ArrayList<>();
        for (int high = 1; high < count; high++) {
            for (int step = 0; step < high; step++) {
                // Ends where the next round begins: at index high - 1 or at index 0, in turn.
                pairs.add(new Pair(high % 2 == 1 ? step : high - 1 - step, high));
            }
        }
        return pairs;
    }
}

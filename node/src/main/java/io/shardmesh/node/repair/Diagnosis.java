package io.shardmesh.node.repair;

import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is wrong with an object, as one of its holders sees it. A function of what was heard: every
 * holder that heard the same comes to the same.
 *
 * @param lost indexes that nobody has and nobody will bring back
 * @param awaited indexes whose holder may come back: that it cannot be reached does not mean that
 *     it has lost them
 * @param surplus of each index that several have, the one that keeps it: who has fewest others. Two
 *     holders compare what each says of itself, so they agree whatever else they have heard
 * @param crowded indexes that this holder should hand to a machine which has none
 * @param rank this holder's place in the order in which they repair; −1 when it has none
 */
record Diagnosis(
        SortedSet<Integer> lost,
        SortedSet<Integer> awaited,
        SortedMap<Integer, PeerId> surplus,
        SortedSet<Integer> crowded,
        int rank) {

    /** What is known of the absent. */
    interface Absence {
        /** Whether this member has not been reached, and may yet come back within the grace. */
        boolean mayReturn(PeerId peer, boolean urgent);

        /** Whether any member that holds may yet come back. */
        boolean anyMayReturn(boolean urgent);

        /** Who had this index last. */
        Optional<PeerId> lastHolder(int index);
    }

    /**
     * Decides.
     *
     * @param order of responsibility among holders of the object
     */
    static Diagnosis of(
            PeerId self,
            Shape shape,
            ObjectStock stock,
            Comparator<PeerId> order,
            Absence absence) {
        SortedSet<Integer> present = stock.indexes();
        boolean urgent = present.size() <= shape.neededCount();
        SortedSet<Integer> lost = new TreeSet<>();
        SortedSet<Integer> awaited = new TreeSet<>();
        SortedMap<Integer, PeerId> surplus = new TreeMap<>();
        Comparator<PeerId> keeping = Comparator.comparingInt(stock::countAt).thenComparing(order);
        for (int index = 0; index < shape.partCount(); index++) {
            List<PeerId> holders = stock.holders(index);
            if (holders.isEmpty()) {
                (mayReturn(index, urgent, stock, absence) ? awaited : lost).add(index);
            } else if (holders.size() > 1) {
                surplus.put(index, holders.stream().min(keeping).orElseThrow());
            }
        }
        List<PeerId> responsible = stock.holders().stream().sorted(order).toList();
        return new Diagnosis(
                lost, awaited, surplus, stock.crowdedAt(self), responsible.indexOf(self));
    }

    private static boolean mayReturn(
            int index, boolean urgent, ObjectStock stock, Absence absence) {
        return absence.lastHolder(index)
                .map(last -> !stock.answered(last) && absence.mayReturn(last, urgent))
                .orElseGet(() -> absence.anyMayReturn(urgent));
    }

    /** Whether there is something to do now; for whom one only waits, there is not. */
    boolean actionable() {
        return !lost.isEmpty() || !surplus.isEmpty() || !crowded.isEmpty();
    }

    /**
     * Whether every part is there once, and none of this holder's would be better off elsewhere.
     */
    boolean healthy() {
        return lost.isEmpty() && awaited.isEmpty() && surplus.isEmpty() && crowded.isEmpty();
    }
}

package io.shardmesh.node.placement;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which losses an object survives as it is stored now.
 *
 * @param readable true when there are enough complete shards at all
 * @param machineLosses how many machines may be lost, whichever they are; 0 when not readable
 */
public record Survival(boolean readable, int machineLosses) {
    /**
     * Takes away the machines with the most shards first: what is left then is left always.
     *
     * @param needed complete shards of different indexes that give the object back, k; 1 for an
     *     inline object
     * @param completePerMachine for each machine, how many indexes are complete there; one that is
     *     complete on several counts for one of them, so less may be said than is true, never more
     */
    public static Survival of(int needed, Collection<Integer> completePerMachine) {
        if (needed < 1) {
            throw new IllegalArgumentException("needed is not positive");
        }
        List<Integer> counts =
                completePerMachine.stream().sorted(Comparator.reverseOrder()).toList();
        int left = counts.stream().mapToInt(Integer::intValue).sum();
        if (left < needed) {
            return new Survival(false, 0);
        }
        int losses = 0;
        while (losses < counts.size() && left - counts.get(losses) >= needed) {
            left -= counts.get(losses);
            losses++;
        }
        return new Survival(true, losses);
    }
}

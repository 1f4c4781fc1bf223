package io.shardmesh.node.placement;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The holders of one object (design §5 Placement). Machines are distinct, without exception;
 * regions are used evenly as far as there are any; suspects come last; and within that, the order
 * is that of weighted rendezvous hashing, so every peer comes to the same one from the same
 * candidates.
 *
 * @param chosen the holders, by shard index; fewer than asked for when there are too few machines
 * @param spares everybody else with space, in the order in which to fall back on them
 */
public record Placement(List<Candidate> chosen, List<Candidate> spares) {
    /** Copies the lists. */
    public Placement {
        chosen = List.copyOf(chosen);
        spares = List.copyOf(spares);
    }

    /**
     * Places an object.
     *
     * @param count how many holders to choose, k+m; for an inline object m+1
     * @param candidates in any order; those without free bytes are left out
     */
    public static Placement of(Digest objectKey, int count, Collection<Candidate> candidates) {
        List<Candidate> left = inOrder(objectKey, candidates);
        List<Candidate> chosen = new ArrayList<>();
        Set<String> machines = new HashSet<>();
        Map<String, Integer> regionUse = new HashMap<>();
        while (chosen.size() < count) {
            Optional<Candidate> next = next(left, machines, regionUse);
            if (next.isEmpty()) {
                break;
            }
            chosen.add(next.get());
            left.remove(next.get());
            machines.add(next.get().labels().machine());
            regionUse.merge(next.get().labels().region(), 1, Integer::sum);
        }
        return new Placement(chosen, left);
    }

    /**
     * The spare to take for a chosen holder that failed: on a machine that is not in use, in the
     * region that is used least.
     *
     * @param inUse the holders that stay
     * @param tried peers that were asked before, and are not asked again
     */
    public Optional<Candidate> replacement(Collection<Candidate> inUse, Set<PeerId> tried) {
        Set<String> machines = new HashSet<>();
        Map<String, Integer> regionUse = new HashMap<>();
        for (Candidate holder : inUse) {
            machines.add(holder.labels().machine());
            regionUse.merge(holder.labels().region(), 1, Integer::sum);
        }
        List<Candidate> untried = new ArrayList<>(chosen);
        untried.addAll(spares);
        untried.removeIf(candidate -> tried.contains(candidate.peer()));
        return next(untried, machines, regionUse);
    }

    /**
     * The first in order among those of the least used region; a suspect only if nobody else is.
     */
    private static Optional<Candidate> next(
            List<Candidate> ordered, Set<String> machines, Map<String, Integer> regionUse) {
        // The stream keeps the order and min the first of equals, so rendezvous order decides last.
        return ordered.stream()
                .filter(candidate -> !machines.contains(candidate.labels().machine()))
                .min(
                        Comparator.comparing(Candidate::suspect)
                                .thenComparing(candidate ->
                                        regionUse.getOrDefault(candidate.labels().region(), 0)));
    }

    private static List<Candidate> inOrder(Digest objectKey, Collection<Candidate> candidates) {
        record Ranked(Candidate candidate, double distance) {}
        List<Candidate> ordered = new ArrayList<>();
        candidates.stream()
                .filter(candidate -> candidate.freeBytes() > 0)
                .map(each -> new Ranked(each, Rendezvous.distance(objectKey, each)))
                .sorted(
                        Comparator.comparing((Ranked each) -> each.candidate().suspect())
                                .thenComparingDouble(Ranked::distance)
                                .thenComparing(each -> each.candidate().peer()))
                .forEach(each -> ordered.add(each.candidate()));
        return ordered;
    }
}

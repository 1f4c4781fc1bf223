package io.shardmesh.node.repair;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.record.SignedTombstone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the members that answered have of one object. Not what they were asked to keep: an index
 * counts when a holder says now that it has it whole.
 */
final class ObjectStock {
    private final SortedMap<Integer, NavigableSet<PeerId>> complete = new TreeMap<>();
    private final Set<PeerId> answered = new HashSet<>();
    private final NavigableSet<PeerId> disbelieved = new TreeSet<>();
    private final List<SignedTombstone> tombstones = new ArrayList<>();

    /** Notes what a member has of it; nothing is an answer too. */
    void heard(PeerId peer, Iterable<Integer> indexes) {
        answered.add(peer);
        indexes.forEach(
                index -> complete.computeIfAbsent(index, fresh -> new TreeSet<>()).add(peer));
    }

    /** Notes what a member says of its deletion; not verified yet. */
    void deleted(SignedTombstone tombstone) {
        tombstones.add(tombstone);
    }

    /** Takes back what a member said: it was shown to be wrong. */
    void disbelieve(PeerId peer) {
        disbelieved.add(peer);
        complete.values().forEach(holders -> holders.remove(peer));
        complete.values().removeIf(NavigableSet::isEmpty);
    }

    /** Whose word does not count. */
    NavigableSet<PeerId> disbelieved() {
        return new TreeSet<>(disbelieved);
    }

    boolean answered(PeerId peer) {
        return answered.contains(peer);
    }

    List<SignedTombstone> tombstones() {
        return List.copyOf(tombstones);
    }

    /** The indexes that somebody has. */
    NavigableSet<Integer> indexes() {
        return new TreeSet<>(complete.keySet());
    }

    /** Who has this index, in the order of peer ids. */
    List<PeerId> holders(int index) {
        NavigableSet<PeerId> known = complete.get(index);
        return known == null ? List.of() : List.copyOf(known);
    }

    /** How many indexes this holder has. */
    int countAt(PeerId holder) {
        return (int) complete.values().stream().filter(holders -> holders.contains(holder)).count();
    }

    /**
     * Indexes which nobody but this holder has and which it should hand on: it has a lower one
     * alone too, and a member that answered has none.
     */
    NavigableSet<Integer> crowdedAt(PeerId holder) {
        NavigableSet<Integer> alone = new TreeSet<>();
        complete.forEach((index, holders) -> {
            if (holders.equals(Set.of(holder))) {
                alone.add(index);
            }
        });
        alone.pollFirst();
        Set<PeerId> free = new HashSet<>(answered);
        free.removeAll(disbelieved);
        free.removeAll(holders());
        return free.isEmpty() ? new TreeSet<>() : alone;
    }

    /** Everybody who has any of it. */
    NavigableSet<PeerId> holders() {
        NavigableSet<PeerId> all = new TreeSet<>();
        complete.values().forEach(all::addAll);
        return all;
    }
}

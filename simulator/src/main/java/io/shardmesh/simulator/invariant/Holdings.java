package io.shardmesh.simulator.invariant;

import io.shardmesh.simulator.SimulatedNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who has which part of one object, since its first commit anywhere. */
final class Holdings {
    private final Map<Integer, Set<SimulatedNode>> whole = new LinkedHashMap<>();
    private final Map<Integer, Set<SimulatedNode>> rotten = new LinkedHashMap<>();
    private final Map<Integer, Set<SimulatedNode>> dropped = new LinkedHashMap<>();

    /** Who has ever had it. */
    private final Map<Integer, Set<SimulatedNode>> stored = new LinkedHashMap<>();

    void committed(int index, SimulatedNode node) {
        of(stored, index).add(node);
        of(whole, index).add(node);
        of(rotten, index).remove(node);
        of(dropped, index).remove(node);
    }

    /**
     * It is there, whatever was seen of it: the power went between its commit, or its removal, and
     * the word of that. Whether all its bits are right is not known.
     */
    void found(int index, SimulatedNode node) {
        of(stored, index).add(node);
        if (!isWhole(index, node)) {
            of(rotten, index).add(node);
        }
    }

    /** A bit of it changed; the holder need not know that yet. */
    void rotted(int index, SimulatedNode node) {
        if (of(whole, index).remove(node)) {
            of(rotten, index).add(node);
        }
    }

    /** Given up while another had it. */
    void released(int index, SimulatedNode node) {
        of(whole, index).remove(node);
        of(rotten, index).remove(node);
    }

    /** Given up while nobody else had it. */
    void dropped(int index, SimulatedNode node) {
        released(index, node);
        of(dropped, index).add(node);
    }

    void left(SimulatedNode node) {
        whole.values().forEach(nodes -> nodes.remove(node));
        rotten.values().forEach(nodes -> nodes.remove(node));
    }

    boolean isWhole(int index, SimulatedNode node) {
        return of(whole, index).contains(node);
    }

    /** Whether it was ever in that machine's store, whatever became of it. */
    boolean wasStored(int index, SimulatedNode node) {
        return of(stored, index).contains(node);
    }

    boolean isDropped(int index, SimulatedNode node) {
        return of(dropped, index).contains(node);
    }

    /**
     * Whether anybody else has it. A bit of it may have changed there since: an audit looks at some
     * of the chunks.
     */
    boolean othersHave(int index, SimulatedNode node) {
        return others(of(whole, index), node) || others(of(rotten, index), node);
    }

    private static boolean others(Set<SimulatedNode> nodes, SimulatedNode node) {
        return nodes.stream().anyMatch(each -> each != node);
    }

    /** Parts that somebody has whole. */
    int wholeCount() {
        return (int) whole.values().stream().filter(nodes -> !nodes.isEmpty()).count();
    }

    /** Whether bits changed at somebody who may not have noticed. */
    boolean anyRotten() {
        return rotten.values().stream().anyMatch(nodes -> !nodes.isEmpty());
    }

    /** The parts that this machine must have. */
    Set<Integer> wholeAt(SimulatedNode node) {
        Set<Integer> indexes = new LinkedHashSet<>();
        whole.forEach((index, nodes) -> {
            if (nodes.contains(node)) {
                indexes.add(index);
            }
        });
        return indexes;
    }

    private static Set<SimulatedNode> of(Map<Integer, Set<SimulatedNode>> all, int index) {
        return all.computeIfAbsent(index, fresh -> new LinkedHashSet<>());
    }
}

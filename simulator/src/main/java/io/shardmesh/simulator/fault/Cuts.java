package io.shardmesh.simulator.fault;

import io.shardmesh.libp2p.transport.memory.MemoryNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which ways are cut, and by how many faults at once: a way opens when the last of them heals. */
final class Cuts {
    private final MemoryNetwork network;
    private final Map<Way, Integer> counts = new LinkedHashMap<>();

    /** From one host to another. */
    record Way(String from, String to) {}

    Cuts(MemoryNetwork network) {
        this.network = network;
    }

    void add(List<Way> ways) {
        for (Way way : ways) {
            counts.merge(way, 1, Integer::sum);
            network.cutOneWay(way.from(), way.to());
        }
    }

    void remove(List<Way> ways) {
        ways.forEach(way -> counts.computeIfPresent(way, (same, n) -> n == 1 ? null : n - 1));
        network.healAll();
        counts.keySet().forEach(way -> network.cutOneWay(way.from(), way.to()));
    }
}

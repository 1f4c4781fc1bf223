package io.shardmesh.simulator.invariant;

import io.shardmesh.simulator.SimulatedNode;
import java.util.List;

/** When all operations have ended, nothing of them is left: no reservation, no file in tmp. */
public final class Leftovers {
    private Leftovers() {}

    /** What a holder has that belongs to nobody; empty when there is nothing. */
    public static List<String> at(SimulatedNode node) {
        return node.storeDisk().filePaths().stream()
                .filter(path -> path.startsWith("tmp/"))
                .map(path -> path + " at " + node.host())
                .toList();
    }
}

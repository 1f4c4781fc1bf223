package io.shardmesh.simulator.load;

import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.invariant.Findings;
import io.shardmesh.simulator.invariant.Promises;
import java.util.SplittableRandom;

/**
 * What one operation works with.
 *
 * @param node whose user it is
 * @param random its own dice
 * @param users what all operations share
 */
record Turn(SimulatedNode node, SplittableRandom random, Users users) {
    SimulatedMesh mesh() {
        return users.mesh();
    }

    Promises promises() {
        return users.promises();
    }

    Findings findings() {
        return users.findings();
    }

    /** True so often in a hundred times. */
    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}

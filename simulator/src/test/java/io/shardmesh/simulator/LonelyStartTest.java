package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that starts before all others finds them when they come. */
class LonelyStartTest {
    private static final Duration BOUND = Duration.ofMinutes(2);

    /** Found by the simulator: a client, whom nobody can dial, stayed alone for good. */
    @Test
    void start_ofAClientWhileNobodyElseRuns_isConnectedOnceTheyDo() {
        SimulatedMesh mesh = SimulatedMesh.joined(32, 3);
        mesh.holders().forEach(SimulatedNode::kill);
        mesh.client().kill();
        mesh.client().start();
        mesh.time().advance(Duration.ofSeconds(30));
        mesh.holders().forEach(SimulatedNode::start);
        mesh.time().advance(BOUND);
        assertEquals(3, mesh.await(mesh.client().network().links()).size());
    }
}

package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shardmesh.node.api.PutOutcome;
import org.junit.jupiter.api.Test;

class SimulatedMeshTest {
    @Test
    void get_whenTwoHoldersAreDead_returnsTheBytes() {
        SimulatedMesh mesh = SimulatedMesh.joined(1, 7);
        byte[] content = mesh.randomSource().bytes(100_000);
        PutOutcome stored = mesh.await(mesh.put("a", content).outcome());
        assertEquals(6, stored.durability().completeCount());
        assertFalse(stored.durability().degraded());
        mesh.holders().get(2).kill();
        mesh.holders().get(4).kill();
        assertArrayEquals(content, mesh.get(stored.objectKey()));
    }

    @Test
    void get_whenAllNodesLostPowerAndStartedAgain_returnsTheBytes() {
        SimulatedMesh mesh = SimulatedMesh.joined(2, 7);
        byte[] content = mesh.randomSource().bytes(10_000);
        PutOutcome stored = mesh.await(mesh.put("a", content).outcome());
        mesh.holders().forEach(SimulatedNode::crash);
        mesh.client().crash();
        mesh.holders().forEach(SimulatedNode::start);
        mesh.client().start();
        mesh.settle();
        assertArrayEquals(content, mesh.get(stored.objectKey()));
    }
}

package io.shardmesh.simulator.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private final SimulatedMesh mesh = SimulatedMesh.joined(51, 6);
    private final FaultPlan plan =
            FaultPlan.create(
                    mesh,
                    new SplittableRandom(1),
                    FaultRates.usual(),
                    mesh::holders,
                    (node, path) -> {});

    @Test
    void schedule_strikesAsOftenAsAskedAndHealAllEndsEverything() {
        plan.schedule(40, Duration.ofMinutes(10));
        mesh.time().advance(Duration.ofMinutes(10));
        assertEquals(40, plan.count());
        assertFalse(plan.active().isEmpty());
        plan.healAll();
        mesh.time().advance(Duration.ofMinutes(3));
        assertEquals(List.of(), plan.active());
        for (SimulatedNode node : mesh.holders()) {
            assertTrue(node.isRunning(), node.host());
            assertEquals(5, links(node), node.host());
        }
    }

    private long links(SimulatedNode node) {
        return mesh.await(node.network().links()).stream()
                .map(info -> info.link().peer())
                .filter(peer -> !peer.equals(mesh.client().peer()))
                .distinct()
                .count();
    }

    @Test
    void cut_byTwoFaults_staysUntilBothHaveHealed() {
        String one = mesh.holders().get(0).host();
        String other = mesh.holders().get(1).host();
        Cuts cuts = new Cuts(mesh.network());
        List<Cuts.Way> ways = List.of(new Cuts.Way(one, other), new Cuts.Way(other, one));
        cuts.add(ways);
        cuts.add(ways);
        cuts.remove(ways);
        mesh.time().advance(Duration.ofMinutes(2));
        assertEquals(4, links(mesh.holders().get(0)));
        cuts.remove(ways);
        mesh.time().advance(Duration.ofMinutes(2));
        assertEquals(5, links(mesh.holders().get(0)));
    }
}

package io.shardmesh.simulator.load;

import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.invariant.Findings;
import io.shardmesh.simulator.invariant.Promises;

/**
 * What all operations of a run share.
 *
 * @param marker is in every content and name
 * @param population the machines
 */
public record Users(
        SimulatedMesh mesh,
        Population population,
        Promises promises,
        Findings findings,
        String marker) {}

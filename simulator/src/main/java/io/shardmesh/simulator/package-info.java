/**
 * Whole nodes on one thread in virtual time, under one seed: the real engine over a network in
 * memory and disks that lose and tear what was not synced.
 *
 * <p>May depend on every package of the node. {@link io.shardmesh.simulator.SimulatedMesh} owns
 * time, network, nodes and trace; nothing here is shared between runs. Read it first, then {@link
 * io.shardmesh.simulator.Scenario}.
 */
@NullMarked
package io.shardmesh.simulator;

import org.jspecify.annotations.NullMarked;

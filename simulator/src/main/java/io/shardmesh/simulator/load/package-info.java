/**
 * What users do: many operations at once, each drawn from the seed.
 *
 * <p>An operation is one class, entered with its weight in {@link
 * io.shardmesh.simulator.load.Operations}; {@link io.shardmesh.simulator.load.Load} begins them and
 * sees how they end. Belongs to the thread of its mesh. Uses the mesh and what is promised; knows
 * nothing of faults.
 */
@NullMarked
package io.shardmesh.simulator.load;

import org.jspecify.annotations.NullMarked;

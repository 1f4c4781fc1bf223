/**
 * What must hold whatever goes wrong (design §10), what was promised to users, and the first thing
 * that did not hold.
 *
 * <p>{@link io.shardmesh.simulator.invariant.Promises} has what was promised, each check is one
 * class, {@link io.shardmesh.simulator.invariant.Findings} keeps the first that was broken. All of
 * it belongs to the thread of its mesh. Uses the mesh and its nodes; knows nothing of faults and
 * load.
 */
@NullMarked
package io.shardmesh.simulator.invariant;

import org.jspecify.annotations.NullMarked;

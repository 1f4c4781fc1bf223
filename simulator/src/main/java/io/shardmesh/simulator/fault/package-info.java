/**
 * What goes wrong: on the network, with disks, processes and clocks, and by peers that lie.
 *
 * <p>{@link io.shardmesh.simulator.fault.FaultRates} is the set of knobs, {@link
 * io.shardmesh.simulator.fault.FaultPlan} strikes and heals in virtual time. A fault belongs to the
 * thread of its mesh. Uses the mesh, its nodes and disks; knows nothing of load and invariants.
 */
@NullMarked
package io.shardmesh.simulator.fault;

import org.jspecify.annotations.NullMarked;

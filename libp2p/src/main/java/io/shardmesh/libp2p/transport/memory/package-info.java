/**
 * A network and a clock inside one process, for tests and the simulator: the same calls give the
 * same run, every time.
 *
 * <p>Pure: no threads, no clock, no randomness; whoever wants faults decides them and sets them
 * here. {@link io.shardmesh.libp2p.transport.memory.MemoryNetwork} owns hosts and links, {@link
 * io.shardmesh.libp2p.transport.memory.VirtualScheduler} owns time. Depends on the transport ports
 * and multiformats. Read {@link io.shardmesh.libp2p.transport.memory.MemoryNetwork} first.
 */
@NullMarked
package io.shardmesh.libp2p.transport.memory;

import org.jspecify.annotations.NullMarked;

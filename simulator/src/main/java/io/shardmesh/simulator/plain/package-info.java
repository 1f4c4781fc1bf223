/**
 * A network for hundreds of nodes over weeks of virtual time: {@link
 * io.shardmesh.node.network.Network} without libp2p beneath it. Messages are handed over as they
 * are, after the latency of their link; there are no handshakes, no frames and no line rates, and
 * finding who has an object is a table that all share. What stands above the boundary is the real
 * node. What lies below it is tested elsewhere: whole nodes in {@code hour}, the DHT in {@code
 * lookup}.
 *
 * <p>Read {@link io.shardmesh.simulator.plain.PlainNetwork} first. On the one thread of its virtual
 * time.
 */
@NullMarked
package io.shardmesh.simulator.plain;

import org.jspecify.annotations.NullMarked;

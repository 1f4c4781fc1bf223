/**
 * The swarm: dials and accepts connections, secures and multiplexes them, opens and accepts
 * streams, and speaks identify and ping.
 *
 * <p>Pure: reaches time, network and randomness only through the ports that it is given. May depend
 * on transport (the ports), multiformats, negotiate, noise, yamux and crypto. {@link
 * io.shardmesh.libp2p.swarm.Swarm} owns all state; everything runs on the one strand of its
 * Scheduler, and there are no locks. Read {@link io.shardmesh.libp2p.swarm.Swarm} first.
 */
@NullMarked
package io.shardmesh.libp2p.swarm;

import org.jspecify.annotations.NullMarked;

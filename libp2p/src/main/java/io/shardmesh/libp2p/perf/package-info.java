/**
 * The perf protocol: how fast bytes go to a peer and come back (libp2p specs, perf/perf.md).
 *
 * <p>Pure, on the swarm's strand; a node serves it only when told to. Begin with {@link
 * io.shardmesh.libp2p.perf.Perf}.
 */
@NullMarked
package io.shardmesh.libp2p.perf;

import org.jspecify.annotations.NullMarked;

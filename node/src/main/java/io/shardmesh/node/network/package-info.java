/**
 * The node's way to its peers. {@link io.shardmesh.node.network.Network} is the port that the rest
 * of the node sees: links to peers, and streams of {@link io.shardmesh.node.network.Message}s.
 * {@code NetworkVerticle} owns the swarm and the DHT on an event loop of its own; {@code
 * NetworkHandle} is what others hold: thread-safe, typed messages in, futures out.
 *
 * <p>State in this package belongs to one of two strands and says which. Read {@code Network}
 * first. May depend on libp2p, dht, {@code node.core} and, in the verticle alone, on Vert.x.
 */
@NullMarked
package io.shardmesh.node.network;

import org.jspecify.annotations.NullMarked;

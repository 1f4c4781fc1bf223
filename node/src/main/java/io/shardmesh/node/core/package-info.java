/**
 * What the pure parts of a node run on: {@link io.shardmesh.node.core.Environment} with its ports,
 * and the few ways in which futures are combined on one strand.
 *
 * <p>A <em>strand</em> is a {@link io.shardmesh.libp2p.transport.Scheduler}: tasks run one at a
 * time, in order. State that belongs to a strand needs no locks. Everything here may depend on the
 * transport port of libp2p, on {@code crypto} and on {@code node.api}, nothing else.
 */
@NullMarked
package io.shardmesh.node.core;

import org.jspecify.annotations.NullMarked;

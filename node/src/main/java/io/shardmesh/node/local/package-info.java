/**
 * The node in this process: {@link io.shardmesh.node.local.LocalNode} is {@code Node} over the pure
 * core. It starts without a mesh and gets its {@code MeshEngine} when it founds, joins or remembers
 * one.
 *
 * <p>Pure, on the node's strand: the same class runs over sockets and disks and in the simulator.
 * Whoever makes it gives it its ports ({@link io.shardmesh.node.local.NodeParts}).
 */
@NullMarked
package io.shardmesh.node.local;

import org.jspecify.annotations.NullMarked;

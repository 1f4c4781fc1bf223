/**
 * Which members hold an object, how wide it is cut, and which losses it then survives.
 *
 * <p>Pure arithmetic over values; owns no state. May depend on {@code crypto}, {@code erasure},
 * {@code libp2p.multiformats} and {@code node.mesh}. Logarithms are {@code StrictMath}'s, so that
 * every machine comes to the same order.
 *
 * <p>Read {@link io.shardmesh.node.placement.Placement} first.
 */
@NullMarked
package io.shardmesh.node.placement;

import org.jspecify.annotations.NullMarked;

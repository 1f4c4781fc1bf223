/**
 * What this node has seen of other peers, and what it makes of it: in which order to ask them, and
 * whom to leave alone for a while. It is an opinion. It never says that a peer does not have
 * something, and it fades, so that everybody is tried again.
 *
 * <p>Pure, on the node's strand. {@link io.shardmesh.node.reputation.Reputation} owns all state and
 * is the type to read first; {@code Standing} decides the order, {@code Breaker} who is left alone.
 * May depend on {@code core}, {@code io}, {@code record} and values.
 */
@NullMarked
package io.shardmesh.node.reputation;

import org.jspecify.annotations.NullMarked;

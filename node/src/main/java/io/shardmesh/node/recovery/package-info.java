/**
 * How a lost home comes back, and how the homes of one owner see each other's names. Each device's
 * catalog log lies in the mesh as objects ({@link io.shardmesh.node.recovery.LogPublisher}); a
 * signed head of each says where, and all holders keep these heads and pass them on ({@link
 * io.shardmesh.node.recovery.HeadKeeper}). Readers fetch what they lack ({@link
 * io.shardmesh.node.recovery.LogFollower}). Without any head, holders list what they hold of an
 * owner ({@link io.shardmesh.node.recovery.OwnedObjects}).
 *
 * <p>Pure: everything runs on the node's strand over ports.
 */
@NullMarked
package io.shardmesh.node.recovery;

import org.jspecify.annotations.NullMarked;

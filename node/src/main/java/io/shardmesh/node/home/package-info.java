/**
 * The directory that a node lives in: its format marker, the lock that makes one process its owner,
 * the peer key, the owner's key files, and the small files that are replaced whole.
 *
 * <p>Everything here blocks and belongs to no strand; call it from a thread of your own, or before
 * the node starts. May depend on {@code node.api}, {@code node.io}, {@code crypto} and the address
 * types of libp2p. Start at {@link io.shardmesh.node.home.Home}.
 */
@NullMarked
package io.shardmesh.node.home;

import org.jspecify.annotations.NullMarked;

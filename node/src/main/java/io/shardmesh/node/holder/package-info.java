/**
 * The holder's side of store mode: takes shards from putters and gives blocks to readers. Only
 * members get as far as this; each session checks the rest: who owns the object, whether there is
 * room, whether the bytes are what the manifest says.
 *
 * <p>Pure, on the node's strand. Read {@link io.shardmesh.node.holder.Holder} first.
 */
@NullMarked
package io.shardmesh.node.holder;

import org.jspecify.annotations.NullMarked;

/**
 * What a holder keeps: shards as files, small objects in packs, and an index that can be thrown
 * away.
 *
 * <p>Pure: no threads, clock or files of its own. May depend on {@code node.io} (the port), {@code
 * node.record}, {@code node.api} and {@code crypto}. A store belongs to one strand: every call and
 * every completion is there, so nothing is locked. Nothing is believed from disk without a check: a
 * file that fails it is set aside and reported, and never stops a start. Layout and byte offsets
 * are in {@code docs/formats/shard-store.md} and {@code store-pack.md}. Read {@link
 * io.shardmesh.node.store.ShardStore} first, then {@code ShardCommit} and {@code StoreOpening}.
 */
@NullMarked
package io.shardmesh.node.store;

import org.jspecify.annotations.NullMarked;

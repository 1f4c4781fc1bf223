/**
 * Puts real nodes together by hand: clock, threads, files, database and network come from here and
 * nowhere else. Start order and stop order stand in {@code RunningNode}. The only package of the
 * node in which adapters are made; it may depend on all others.
 */
@NullMarked
package io.shardmesh.node.runtime;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary that users of a node share with it: what can be asked ({@link
 * io.shardmesh.node.api.Node}), what comes back (records), and what goes wrong ({@link
 * io.shardmesh.node.api.Failure}).
 *
 * <p>May depend on value types of {@code crypto}, {@code erasure} and {@code libp2p.multiformats}
 * and on the frozen formats of {@code node.record}; never on anything that has threads, files or
 * sockets. Everything here is immutable, or an interface whose threading rule stands on it. Read
 * {@link io.shardmesh.node.api.Node} first.
 */
@NullMarked
package io.shardmesh.node.api;

import org.jspecify.annotations.NullMarked;

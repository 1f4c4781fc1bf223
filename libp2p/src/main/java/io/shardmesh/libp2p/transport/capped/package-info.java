/**
 * A transport whose connections together keep to a number of bytes a second.
 *
 * <p>Pure: time and timers come from the {@link io.shardmesh.libp2p.transport.Scheduler}. Depends
 * on the transport ports and multiformats. Sends wait in a short queue of each connection, which
 * its user sees and stops at; receives wait by not being read, so the other side sees it.
 * Connections take turns. Read {@link io.shardmesh.libp2p.transport.capped.CappedTransport} first.
 */
@NullMarked
package io.shardmesh.libp2p.transport.capped;

import org.jspecify.annotations.NullMarked;

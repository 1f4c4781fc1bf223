/**
 * yamux: many streams with flow control over one ordered connection.
 *
 * <p>A pure state machine: bytes and calls in, bytes and events out, no clock. One {@link Yamux} is
 * owned by whoever owns its connection. Depends on the JDK alone. Read {@link Yamux} first.
 */
@NullMarked
package io.shardmesh.libp2p.yamux;

import org.jspecify.annotations.NullMarked;

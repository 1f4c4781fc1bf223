/**
 * TCP and time from Vert.x: the only package of this module that knows Vert.x.
 *
 * <p>The strand is one event-loop context; sockets, timers and completions all run there. Depends
 * on the transport ports and vertx-core. {@link io.shardmesh.libp2p.transport.vertx.VertxTransport}
 * owns the sockets. Read it first.
 */
@NullMarked
package io.shardmesh.libp2p.transport.vertx;

import org.jspecify.annotations.NullMarked;

/**
 * The ports through which libp2p reaches time and the network: {@link
 * io.shardmesh.libp2p.transport.Scheduler}, {@link io.shardmesh.libp2p.transport.Transport}.
 *
 * <p>May depend on the JDK and on multiformats. Holds no state; adapters own sockets. One rule for
 * all of it: every call and every callback runs on the one strand of the Scheduler, nothing blocks,
 * and no callback runs inside a call that the callee's user is still making. Read {@link
 * io.shardmesh.libp2p.transport.Connection} first.
 */
@NullMarked
package io.shardmesh.libp2p.transport;

import org.jspecify.annotations.NullMarked;

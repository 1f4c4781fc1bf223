/**
 * How commands reach the service that runs in their home: a unix-domain socket that only the user
 * can open, one connection for each request. The server hands requests to a {@link
 * io.shardmesh.node.api.Node}; the client is one.
 *
 * <p>Each connection is owned by the thread that reads it; a second one writes what is queued.
 * Those of the server are virtual. Plain blocking code, because nothing here is simulated. May
 * depend on {@code node.api}, {@code node.home}, {@code crypto}, {@code erasure} and the value
 * types of libp2p. Start at {@link io.shardmesh.node.control.ControlServer} and {@link
 * io.shardmesh.node.control.ControlClient}; the messages are in docs/adr/0008-control-socket.md.
 */
@NullMarked
package io.shardmesh.node.control;

import org.jspecify.annotations.NullMarked;

package io.shardmesh.libp2p.transport;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Makes connections of bytes. All calls, callbacks and completions happen on the Scheduler's
 * strand; no method throws for trouble of the network, the future carries it as {@link
 * TransportException}.
 */
public interface Transport {

    /**
     * Whether this transport can dial and listen on the address; a trailing p2p part is ignored.
     */
    boolean supports(Multiaddr address);

    /**
     * Opens a connection. The transport has no time limit of its own: a caller that gives up
     * cancels the future, and a connection that comes up afterwards is closed unseen.
     */
    CompletableFuture<Connection> dial(Multiaddr address);

    /**
     * Listens. Port 0 lets the system choose; {@link Listener#address} tells what it chose.
     *
     * @param accept gets each inbound connection once and must set its handler before it returns or
     *     close it
     */
    CompletableFuture<Listener> listen(Multiaddr address, Consumer<Connection> accept);
}

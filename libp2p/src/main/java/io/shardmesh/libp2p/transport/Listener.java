package io.shardmesh.libp2p.transport;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.util.concurrent.CompletableFuture;

/** A place where connections come in. */
public interface Listener {

    /** The bound address with its true port; still 0.0.0.0 or :: when it listens everywhere. */
    Multiaddr address();

    /** Takes no more connections; those it took already may end with it, so close them before. */
    CompletableFuture<Void> close();
}

package io.shardmesh.node.network;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;

/** Told, on the node's strand, what happens to connections. */
public interface LinkListener {
    /** A connection is open; a peer may have more than one. */
    void linkUp(Link link);

    /** The last connection to {@code peer} is gone. */
    void linkDown(PeerId peer);

    /** {@code peer} has said where it listens. */
    void addressesKnown(PeerId peer, List<Multiaddr> addresses);
}

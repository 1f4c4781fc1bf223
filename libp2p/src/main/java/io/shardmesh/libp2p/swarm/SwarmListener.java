package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;

/** Hears of peers that come and go. Called on the strand. */
public interface SwarmListener {

    /** A connection is up; comes once per connection, so more than once for a peer with several. */
    default void peerConnected(PeerConnection connection) {}

    /** The last connection to the peer is gone. */
    default void peerDisconnected(PeerId peer) {}

    /** The peer told who it is and what it speaks; comes again when it tells of a change. */
    default void identified(PeerId peer, IdentifyInfo info) {}

    /**
     * A connection was not taken, or was ended for what the other side did. May come very often:
     * whoever writes it down counts and does so now and then.
     *
     * @param why more about the case; may be empty
     */
    default void refused(Refusal refusal, Multiaddr from, String why) {}
}

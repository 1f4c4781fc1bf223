package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Optional;

/** A secured and multiplexed connection to one authenticated peer. Use on the strand only. */
public interface PeerConnection {

    /** Who the handshake proved to be at the other end. */
    PeerId remote();

    /** A number that no other connection of this swarm has or had. */
    long id();

    /** Where the other end is. */
    Multiaddr remoteAddress();

    /** Our own end: where we were reached when the other side dialled. */
    Multiaddr localAddress();

    /** Whether this side dialled. */
    boolean outbound();

    /** The hash of the Noise handshake, equal at both ends and nowhere else: a channel binding. */
    byte[] handshakeHash();

    /** The strand's clock when the connection became usable. */
    long openedNanos();

    /** Streams that live on it now, both directions, also those still negotiating. */
    int streamCount();

    /** The last round trip measured, if any. */
    Optional<Duration> roundTrip();

    /**
     * Ends the connection and every stream on it; the reason reaches their handlers. Repeatable.
     */
    void close(String reason);
}

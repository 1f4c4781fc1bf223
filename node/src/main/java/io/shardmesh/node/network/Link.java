package io.shardmesh.node.network;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;

/**
 * An open, authenticated connection.
 *
 * @param peer who is at the other end, proven by the handshake
 * @param id distinguishes connections of one node
 * @param outbound whether this side dialled
 * @param remoteAddress as the socket shows it
 * @param handshakeHash the channel binding: equal at both ends and different for each connection
 */
public record Link(
        PeerId peer, long id, boolean outbound, Multiaddr remoteAddress, Digest handshakeHash) {}

package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.MessageStream;

/**
 * A stream whose other end is a member, or a home with an owner's certificate.
 *
 * @param messages the stream itself
 */
public record MemberStream(MessageStream messages) {
    /** The connection that carries it. */
    public Link link() {
        return messages.link();
    }

    /** Who is at the other end. */
    public PeerId peer() {
        return messages.link().peer();
    }
}

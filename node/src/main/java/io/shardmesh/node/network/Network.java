package io.shardmesh.node.network;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The peers, as the rest of the node sees them. Methods may be called from any thread and never
 * block or throw; futures and callbacks come on the node's strand. With more than the mailbox's
 * limit of requests waiting they fail with {@code BUSY}; when the network is down, with {@code
 * UNREACHABLE}.
 */
public interface Network {
    /** This node's own id. */
    PeerId self();

    /**
     * Opens a stream, over an open link or a new one; a peer whose address is not known is looked
     * up in the DHT first. To {@link #self()} it stays in memory.
     */
    CompletableFuture<MessageStream> open(PeerId peer, String protocol);

    /** Has {@code acceptor} take the streams that peers open under {@code protocol}. */
    void serve(String protocol, Consumer<MessageStream> acceptor);

    /** A link to {@code peer}: the open one, or a new one over {@code addresses}. */
    CompletableFuture<Link> connect(PeerId peer, List<Multiaddr> addresses);

    /** A link to whoever is at {@code address}; a peer id in the address is checked. */
    CompletableFuture<Link> dial(Multiaddr address);

    /** Looks {@code peer} up in the DHT; empty when nobody knows where it is. */
    CompletableFuture<List<Multiaddr>> find(PeerId peer);

    /** Who has which object. */
    ContentRouting contents();

    /** Ends every connection with {@code peer}, and with them its streams. */
    void disconnect(PeerId peer, String reason);

    /** Says which peers are members: they are kept connected and kept in the routing table. */
    void members(Set<PeerId> peers);

    /** The open links. */
    CompletableFuture<List<LinkInfo>> links();

    /** Where this node listens. */
    CompletableFuture<List<Multiaddr>> listenAddresses();

    /** What all connections have carried since the start. */
    CompletableFuture<TrafficInfo> traffic();

    /** Adds {@code listener}; it first hears of the links and addresses that there are already. */
    void listen(LinkListener listener);

    /** Ends all. */
    CompletableFuture<Void> close();
}

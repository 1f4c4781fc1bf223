package io.shardmesh.simulator;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.holder.HolderProtocols;
import io.shardmesh.node.network.ContentRouting;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.network.LinkListener;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.TrafficInfo;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A node's network with somebody who listens: what the node sends is shown to the mesh before it is
 * encrypted, and a node that is to lie answers through {@link LyingStream}.
 */
final class WatchedNetwork implements Network {
    private final Network network;
    private final SimulatedNode node;

    WatchedNetwork(Network network, SimulatedNode node) {
        this.network = network;
        this.node = node;
    }

    @Override
    public PeerId self() {
        return network.self();
    }

    @Override
    public CompletableFuture<MessageStream> open(PeerId peer, String protocol) {
        return network.open(peer, protocol).thenApply(this::watched);
    }

    private MessageStream watched(MessageStream stream) {
        return new LyingStream(stream, node, false);
    }

    @Override
    public void serve(String protocol, Consumer<MessageStream> acceptor) {
        boolean blocks =
                protocol.equals(HolderProtocols.GET) || protocol.equals(HolderProtocols.UPKEEP);
        network.serve(protocol, stream -> acceptor.accept(new LyingStream(stream, node, blocks)));
    }

    @Override
    public CompletableFuture<Link> connect(PeerId peer, List<Multiaddr> addresses) {
        return network.connect(peer, addresses);
    }

    @Override
    public CompletableFuture<Link> dial(Multiaddr address) {
        return network.dial(address);
    }

    @Override
    public CompletableFuture<List<Multiaddr>> find(PeerId peer) {
        return network.find(peer);
    }

    @Override
    public ContentRouting contents() {
        return network.contents();
    }

    @Override
    public void disconnect(PeerId peer, String reason) {
        network.disconnect(peer, reason);
    }

    @Override
    public void members(Set<PeerId> peers) {
        network.members(peers);
    }

    @Override
    public CompletableFuture<List<LinkInfo>> links() {
        return network.links();
    }

    @Override
    public CompletableFuture<List<Multiaddr>> listenAddresses() {
        return network.listenAddresses();
    }

    @Override
    public CompletableFuture<TrafficInfo> traffic() {
        return network.traffic();
    }

    @Override
    public void listen(LinkListener listener) {
        network.listen(listener);
    }

    @Override
    public CompletableFuture<Void> close() {
        return network.close();
    }
}

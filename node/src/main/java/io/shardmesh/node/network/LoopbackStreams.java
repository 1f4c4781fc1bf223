package io.shardmesh.node.network;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Streams from this node to itself, so that its own store is a holder like any other. */
final class LoopbackStreams {
    /** The id of the link that a node has to itself. */
    static final long LINK_ID = 0;

    private final Map<String, Consumer<MessageStream>> acceptors = new ConcurrentHashMap<>();
    private final Link near;
    private final Link far;
    private final Scheduler node;

    LoopbackStreams(PeerId self, Scheduler node) {
        this.node = node;
        Multiaddr address = Multiaddr.tcp("127.0.0.1", 0);
        Digest unbound = Digest.of(new byte[Digest.SIZE_BYTES]);
        near = new Link(self, LINK_ID, true, address, unbound);
        far = new Link(self, LINK_ID, false, address, unbound);
    }

    void serve(String protocol, Consumer<MessageStream> acceptor) {
        acceptors.put(protocol, acceptor);
    }

    CompletableFuture<MessageStream> open(String protocol) {
        Consumer<MessageStream> acceptor = acceptors.get(protocol);
        if (acceptor == null) {
            return Async.failed(
                    new Failure(
                            FailureKind.REFUSED,
                            "open",
                            protocol,
                            "this node does not serve it itself"));
        }
        LoopbackStream.Pair pair = LoopbackStream.pair(near, far, node);
        node.execute(() -> acceptor.accept(pair.far()));
        return CompletableFuture.completedFuture(pair.near());
    }
}

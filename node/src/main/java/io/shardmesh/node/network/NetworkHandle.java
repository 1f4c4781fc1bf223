package io.shardmesh.node.network;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.network.NetworkCommand.AddListener;
import io.shardmesh.node.network.NetworkCommand.Asked;
import io.shardmesh.node.network.NetworkCommand.Close;
import io.shardmesh.node.network.NetworkCommand.Connect;
import io.shardmesh.node.network.NetworkCommand.Dial;
import io.shardmesh.node.network.NetworkCommand.Disconnect;
import io.shardmesh.node.network.NetworkCommand.FindPeer;
import io.shardmesh.node.network.NetworkCommand.ListLinks;
import io.shardmesh.node.network.NetworkCommand.ListListenAddresses;
import io.shardmesh.node.network.NetworkCommand.OpenStream;
import io.shardmesh.node.network.NetworkCommand.Serve;
import io.shardmesh.node.network.NetworkCommand.SetMembers;
import io.shardmesh.node.network.NetworkCommand.ShowTraffic;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** What others hold of the network: a bounded mailbox in front of {@link NetworkActor}. */
public final class NetworkHandle implements Network {
    /** More waiting commands than this mean that the network cannot keep up; the rest hear BUSY. */
    static final int MAILBOX_COUNT = 10_000;

    private final NetworkActor actor;
    private final PeerId self;
    private final Scheduler network;
    private final Scheduler node;
    private final LoopbackStreams loopback;
    private final AtomicInteger waiting = new AtomicInteger();

    NetworkHandle(NetworkActor actor, PeerId self, Scheduler network, Scheduler node) {
        this.actor = actor;
        this.self = self;
        this.network = network;
        this.node = node;
        this.loopback = new LoopbackStreams(self, node);
    }

    @Override
    public PeerId self() {
        return self;
    }

    @Override
    public CompletableFuture<MessageStream> open(PeerId peer, String protocol) {
        if (peer.equals(self)) {
            return loopback.open(protocol);
        }
        return ask("connect to", "peer " + peer, reply -> new OpenStream(peer, protocol, reply));
    }

    @Override
    public void serve(String protocol, Consumer<MessageStream> acceptor) {
        loopback.serve(protocol, acceptor);
        tell(new Serve(protocol, acceptor));
    }

    @Override
    public CompletableFuture<Link> connect(PeerId peer, List<Multiaddr> addresses) {
        return ask("connect to", "peer " + peer, reply -> new Connect(peer, addresses, reply));
    }

    @Override
    public CompletableFuture<Link> dial(Multiaddr address) {
        return ask("dial", address.toString(), reply -> new Dial(address, reply));
    }

    @Override
    public CompletableFuture<List<Multiaddr>> find(PeerId peer) {
        return ask("look up", "peer " + peer, reply -> new FindPeer(peer, reply));
    }

    @Override
    public ContentRouting contents() {
        return new ActorRouting(this::tell, node);
    }

    @Override
    public void disconnect(PeerId peer, String reason) {
        tell(new Disconnect(peer, reason));
    }

    @Override
    public void members(Set<PeerId> peers) {
        tell(new SetMembers(peers));
    }

    @Override
    public CompletableFuture<List<LinkInfo>> links() {
        return ask("list", "connections", ListLinks::new);
    }

    @Override
    public CompletableFuture<List<Multiaddr>> listenAddresses() {
        return ask("list", "listening addresses", ListListenAddresses::new);
    }

    @Override
    public CompletableFuture<TrafficInfo> traffic() {
        return ask("count", "what was sent and received", ShowTraffic::new);
    }

    @Override
    public void listen(LinkListener listener) {
        tell(new AddListener(listener));
    }

    @Override
    public CompletableFuture<Void> close() {
        return ask("close", "network", Close::new);
    }

    /** Never refused: what is told carries no answer in which a refusal could be seen. */
    private void tell(NetworkCommand command) {
        network.execute(() -> actor.handle(command));
    }

    private <T> CompletableFuture<T> ask(
            String operation, String subject, Function<Reply<T>, Asked<T>> command) {
        Reply<T> reply = new Reply<>(node, operation, subject);
        if (waiting.incrementAndGet() > MAILBOX_COUNT) {
            waiting.decrementAndGet();
            reply.fail(FailureKind.BUSY, MAILBOX_COUNT + " requests are waiting already");
            return reply.future();
        }
        Asked<T> asked = command.apply(reply);
        network.execute(() -> {
            waiting.decrementAndGet();
            actor.handle(asked);
        });
        return reply.future();
    }
}

package io.shardmesh.simulator.plain;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.memory.VirtualStrand;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.network.ContentRouting;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.network.LinkListener;
import io.shardmesh.node.network.MessageStream;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.TrafficInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One machine's view. Links stay open until one side ends them or is gone, as those of members do
 * in the swarm, and between two machines there is one.
 */
final class PlainPeer implements Network {
    /** TCP, Noise, and the muxer's first words. */
    private static final int HANDSHAKE_WAYS = 6;

    private final PlainNetwork network;
    private final PeerId self;
    private final Multiaddr address;
    private final VirtualStrand strand;
    private final Map<String, Consumer<MessageStream>> acceptors = new HashMap<>();
    private final List<LinkListener> listeners = new ArrayList<>();
    private final Map<PeerId, PlainLink.End> links = new LinkedHashMap<>();
    private final Map<PeerId, CompletableFuture<Link>> dialling = new LinkedHashMap<>();
    private final PlainLink.End loop;
    private boolean closed;

    PlainPeer(PlainNetwork network, PeerId self, Multiaddr address, VirtualStrand strand) {
        this.network = network;
        this.self = self;
        this.address = address;
        this.strand = strand;
        this.loop = new PlainLink(network, this, this).dialler();
    }

    Multiaddr address() {
        return address;
    }

    VirtualStrand strand() {
        return strand;
    }

    @Override
    public PeerId self() {
        return self;
    }

    @Override
    public CompletableFuture<MessageStream> open(PeerId peer, String protocol) {
        if (peer.equals(self)) {
            return CompletableFuture.completedFuture(loop.open(protocol));
        }
        PlainLink.End linked = links.get(peer);
        if (linked != null) {
            return CompletableFuture.completedFuture(linked.open(protocol));
        }
        return find(peer)
                .thenCompose(found -> connect(peer, found))
                .thenApply(link -> linkTo(peer).open(protocol));
    }

    /** A protocol that nobody serves resets the stream. */
    void accept(PlainStream stream) {
        Consumer<MessageStream> acceptor = acceptors.get(stream.protocol());
        if (acceptor == null || closed) {
            stream.reset();
        } else {
            acceptor.accept(stream);
        }
    }

    @Override
    public void serve(String protocol, Consumer<MessageStream> acceptor) {
        acceptors.put(protocol, acceptor);
    }

    @Override
    public CompletableFuture<Link> connect(PeerId peer, List<Multiaddr> addresses) {
        PlainLink.End linked = links.get(peer);
        if (linked != null) {
            return CompletableFuture.completedFuture(linked.shown());
        }
        if (addresses.isEmpty()) {
            return failedLater(unreachable(peer, "no address is known"));
        }
        CompletableFuture<Link> running = dialling.get(peer);
        return running == null ? dialNow(peer) : running;
    }

    @Override
    public CompletableFuture<Link> dial(Multiaddr target) {
        Optional<PlainPeer> there = network.at(target);
        PeerId peer = target.peerId().or(() -> there.map(PlainPeer::self)).orElse(self);
        return connect(peer, List.of(target));
    }

    private CompletableFuture<Link> dialNow(PeerId peer) {
        CompletableFuture<Link> link = new CompletableFuture<>();
        dialling.put(peer, link);
        PlainPeer there = network.at(peer);
        if (there == null || closed) {
            var _ = strand.schedule(PlainNetwork.DIAL_LIMIT, () -> fail(peer, link));
            return link;
        }
        PlainLink made = new PlainLink(network, this, there);
        Duration handshake = made.latency().multipliedBy(HANDSHAKE_WAYS);
        var _ = strand.schedule(handshake, () -> linked(there, made, link));
        return link;
    }

    private void fail(PeerId peer, CompletableFuture<Link> link) {
        dialling.remove(peer);
        link.completeExceptionally(unreachable(peer, "it does not answer").exception());
    }

    /** Both may have dialled; the second to come through uses the link of the first. */
    private void linked(PlainPeer there, PlainLink made, CompletableFuture<Link> link) {
        if (network.at(there.self) != there) {
            fail(there.self, link);
            return;
        }
        dialling.remove(there.self);
        PlainLink.End theirs = there.links.get(self);
        if (theirs != null) {
            up(theirs.opposite());
        } else if (!links.containsKey(there.self)) {
            up(made.dialler());
            made.later(there, () -> there.up(made.dialled()));
        }
        link.complete(linkTo(there.self).shown());
    }

    private PlainLink.End linkTo(PeerId peer) {
        PlainLink.End end = links.get(peer);
        if (end == null) {
            throw unreachable(peer, "the connection ended").exception();
        }
        return end;
    }

    private void up(PlainLink.End end) {
        Link shown = end.shown();
        if (links.putIfAbsent(shown.peer(), end) == null) {
            for (LinkListener listener : listeners) {
                listener.linkUp(shown);
                listener.addressesKnown(shown.peer(), List.of(shown.remoteAddress()));
            }
        }
    }

    /** That machine is gone; this one notices when it has been silent for long enough. */
    void miss(PeerId gone) {
        PlainLink.End end = links.get(gone);
        if (end != null) {
            var _ =
                    strand.schedule(
                            PlainNetwork.SILENCE_LIMIT, () -> down(end, "the connection is dead"));
        }
    }

    private void down(PlainLink.End end, String why) {
        end.down(why);
        if (links.remove(end.shown().peer(), end)) {
            listeners.forEach(listener -> listener.linkDown(end.shown().peer()));
        }
    }

    @Override
    public CompletableFuture<List<Multiaddr>> find(PeerId peer) {
        CompletableFuture<List<Multiaddr>> found = new CompletableFuture<>();
        var _ =
                strand.schedule(
                        PlainRouting.LOOKUP,
                        () ->
                                found.complete(
                                        Optional.ofNullable(network.at(peer)).stream()
                                                .map(PlainPeer::address)
                                                .toList()));
        return found;
    }

    @Override
    public ContentRouting contents() {
        return new PlainRouting(network.providers(), self, strand);
    }

    @Override
    public void disconnect(PeerId peer, String reason) {
        PlainLink.End end = links.get(peer);
        if (end != null) {
            strand.execute(() -> down(end, reason));
            PlainLink.End far = end.opposite();
            end.link().later(far.owner(), () -> far.owner().down(far, reason));
        }
    }

    /** All that are in the network are members, or were. */
    @Override
    public void members(Set<PeerId> peers) {}

    @Override
    public CompletableFuture<List<LinkInfo>> links() {
        return CompletableFuture.completedFuture(
                links.values().stream().map(PlainPeer::info).toList());
    }

    private static LinkInfo info(PlainLink.End end) {
        return new LinkInfo(
                end.shown(), end.link().age(), Optional.empty(), end.streamCount(), "plain");
    }

    @Override
    public CompletableFuture<List<Multiaddr>> listenAddresses() {
        return CompletableFuture.completedFuture(List.of(address));
    }

    /** Counted for the whole network only, see {@link PlainNetwork#volume}. */
    @Override
    public CompletableFuture<TrafficInfo> traffic() {
        return CompletableFuture.completedFuture(new TrafficInfo(0, 0));
    }

    @Override
    public void listen(LinkListener listener) {
        listeners.add(listener);
        for (PlainLink.End end : links.values()) {
            strand.execute(() -> listener.linkUp(end.shown()));
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        List.copyOf(links.keySet()).forEach(peer -> disconnect(peer, "the peer is closed"));
        return CompletableFuture.completedFuture(null);
    }

    private <T> CompletableFuture<T> failedLater(Failure failure) {
        CompletableFuture<T> failed = new CompletableFuture<>();
        strand.execute(() -> failed.completeExceptionally(failure.exception()));
        return failed;
    }

    private Failure unreachable(PeerId peer, String cause) {
        return new Failure(FailureKind.UNREACHABLE, "connect to", network.text(peer), cause);
    }
}

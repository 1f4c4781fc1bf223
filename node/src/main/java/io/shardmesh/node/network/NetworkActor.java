package io.shardmesh.node.network;

import io.shardmesh.crypto.Digest;
import io.shardmesh.dht.DhtEvent;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.swarm.IdentifyInfo;
import io.shardmesh.libp2p.swarm.PeerConnection;
import io.shardmesh.libp2p.swarm.Refusal;
import io.shardmesh.libp2p.swarm.Swarm;
import io.shardmesh.libp2p.swarm.SwarmException;
import io.shardmesh.libp2p.swarm.SwarmListener;
import io.shardmesh.libp2p.swarm.Traffic;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Journal;
import io.shardmesh.node.core.Repeats;
import io.shardmesh.node.network.NetworkCommand.AddContents;
import io.shardmesh.node.network.NetworkCommand.AddListener;
import io.shardmesh.node.network.NetworkCommand.Announce;
import io.shardmesh.node.network.NetworkCommand.Asked;
import io.shardmesh.node.network.NetworkCommand.Close;
import io.shardmesh.node.network.NetworkCommand.Connect;
import io.shardmesh.node.network.NetworkCommand.Dial;
import io.shardmesh.node.network.NetworkCommand.Disconnect;
import io.shardmesh.node.network.NetworkCommand.EndSearch;
import io.shardmesh.node.network.NetworkCommand.FindPeer;
import io.shardmesh.node.network.NetworkCommand.FindProviders;
import io.shardmesh.node.network.NetworkCommand.ListLinks;
import io.shardmesh.node.network.NetworkCommand.ListListenAddresses;
import io.shardmesh.node.network.NetworkCommand.OpenStream;
import io.shardmesh.node.network.NetworkCommand.Serve;
import io.shardmesh.node.network.NetworkCommand.SetMembers;
import io.shardmesh.node.network.NetworkCommand.ShowTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Owns the swarm and the DHT. One command or event at a time, on the network's strand: plain
 * objects, no locks.
 */
final class NetworkActor implements SwarmListener {
    private static final String MEMBER_TAG = "member";

    private final Swarm swarm;
    private final DhtDriver dht;
    private final Repeats repeats;
    private final Scheduler network;
    private final Scheduler node;
    private final List<LinkListener> listeners = new ArrayList<>();
    private final Map<PeerId, IdentifyInfo> identified = new LinkedHashMap<>();
    private final StrangerBudget strangers = new StrangerBudget();
    private Set<PeerId> members = Set.of();
    private boolean closed;

    NetworkActor(Swarm swarm, DhtDriver dht, Scheduler network, Scheduler node, Journal journal) {
        this.swarm = swarm;
        this.network = network;
        this.node = node;
        this.dht = dht;
        this.repeats = new Repeats(network, journal);
    }

    void start(List<Multiaddr> bootstrap) {
        swarm.addListener(this);
        dht.start(bootstrap);
    }

    void handle(NetworkCommand command) {
        if (closed && command instanceof Asked<?> asked) {
            asked.reply().fail(FailureKind.UNREACHABLE, "the network of this node is closed");
            return;
        }
        switch (command) {
            case OpenStream(PeerId peer, String protocol, Reply<MessageStream> reply) ->
                    open(peer, protocol, reply);
            case Connect(PeerId peer, List<Multiaddr> addresses, Reply<Link> reply) ->
                    answer(swarm.connect(peer, addresses).thenApply(NetworkActor::link), reply);
            case Dial(Multiaddr address, Reply<Link> reply) ->
                    answer(swarm.dial(address).thenApply(NetworkActor::link), reply);
            case FindPeer(PeerId peer, Reply<List<Multiaddr>> reply) ->
                    dht.find(peer, reply::complete);
            case ListLinks(Reply<List<LinkInfo>> reply) ->
                    reply.complete(swarm.connections().stream().map(this::info).toList());
            case ListListenAddresses(Reply<List<Multiaddr>> reply) ->
                    reply.complete(swarm.listenAddresses());
            case ShowTraffic(Reply<TrafficInfo> reply) -> {
                Traffic now = swarm.traffic();
                reply.complete(new TrafficInfo(now.sentBytes(), now.receivedBytes()));
            }
            case Close close -> close(close);
            case Serve(String protocol, Consumer<MessageStream> acceptor) ->
                    serve(protocol, acceptor);
            case Disconnect(PeerId peer, String reason) -> swarm.disconnect(peer, reason);
            case SetMembers(Set<PeerId> peers) -> setMembers(peers);
            case AddContents(List<Key> keys) -> dht.tell(new DhtEvent.ContentsAdded(keys));
            case Announce(boolean on) -> dht.tell(new DhtEvent.AnnouncingChanged(on));
            case FindProviders(Key key, ActorRouting.RunningSearch search) ->
                    findProviders(key, search);
            case EndSearch(ActorRouting.RunningSearch search) -> dht.end(search);
            case AddListener(LinkListener listener) -> addListener(listener);
        }
    }

    private void open(PeerId peer, String protocol, Reply<MessageStream> reply) {
        openKnown(peer, protocol)
                .whenComplete((messages, trouble) -> {
                    if (trouble == null) {
                        reply.complete(messages);
                    } else if (lacksAddress(trouble)) {
                        dht.find(peer, found -> openAt(peer, found, protocol, reply));
                    } else {
                        reply.fail(trouble);
                    }
                });
    }

    private void openAt(
            PeerId peer, List<Multiaddr> found, String protocol, Reply<MessageStream> reply) {
        swarm.addressBook().add(peer, found, DhtDriver.ADDRESS_LIFE);
        answer(openKnown(peer, protocol), reply);
    }

    private CompletableFuture<SwarmMessageStream> openKnown(PeerId peer, String protocol) {
        Opening opening = new Opening(network, node);
        return swarm.open(peer, List.of(protocol), opening).thenApply(stream -> opening.messages());
    }

    private static boolean lacksAddress(Throwable trouble) {
        return Async.unwrap(trouble) instanceof SwarmException known
                && known.kind() == SwarmException.Kind.NO_ADDRESS;
    }

    private void findProviders(Key key, ActorRouting.RunningSearch search) {
        if (closed) {
            search.finish();
        } else {
            dht.findProviders(key, search);
        }
    }

    private void serve(String protocol, Consumer<MessageStream> acceptor) {
        swarm.handle(
                protocol,
                stream -> {
                    Link link = link(stream.connection());
                    StrangerGuard guard =
                            members.contains(link.peer())
                                    ? null
                                    : new StrangerGuard(strangers, network);
                    SwarmMessageStream messages =
                            new SwarmMessageStream(link, network, node, guard);
                    node.execute(() -> acceptor.accept(messages));
                    return messages.handler();
                });
    }

    private void setMembers(Set<PeerId> peers) {
        members.stream()
                .filter(peer -> !peers.contains(peer))
                .forEach(peer -> swarm.unprotect(peer, MEMBER_TAG));
        peers.forEach(peer -> swarm.protect(peer, MEMBER_TAG));
        members = new LinkedHashSet<>(peers);
        dht.tell(new DhtEvent.TrustedPeersChanged(peers));
    }

    private void addListener(LinkListener listener) {
        listeners.add(listener);
        for (PeerConnection connection : swarm.connections()) {
            Link link = link(connection);
            node.execute(() -> listener.linkUp(link));
        }
        identified.forEach((peer, info) ->
                node.execute(() -> listener.addressesKnown(peer, info.listenAddresses())));
    }

    private void close(Close close) {
        closed = true;
        swarm.close()
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        close.reply().fail(failure);
                    } else {
                        Reply.done(close.reply());
                    }
                });
    }

    @Override
    public void peerConnected(PeerConnection connection) {
        Link link = link(connection);
        for (LinkListener listener : listeners) {
            node.execute(() -> listener.linkUp(link));
        }
    }

    @Override
    public void peerDisconnected(PeerId peer) {
        identified.remove(peer);
        for (LinkListener listener : listeners) {
            node.execute(() -> listener.linkDown(peer));
        }
    }

    @Override
    public void refused(Refusal refusal, Multiaddr from, String why) {
        repeats.warn(
                "refused a connection, " + refusal.text(),
                from.host().orElse(from.toString()) + (why.isEmpty() ? "" : ", " + why));
    }

    @Override
    public void identified(PeerId peer, IdentifyInfo info) {
        identified.put(peer, info);
        for (LinkListener listener : listeners) {
            node.execute(() -> listener.addressesKnown(peer, info.listenAddresses()));
        }
    }

    private static <T> void answer(CompletableFuture<? extends T> future, Reply<T> reply) {
        future.whenComplete((value, failure) -> {
            if (failure != null) {
                reply.fail(failure);
            } else {
                reply.complete(value);
            }
        });
    }

    private LinkInfo info(PeerConnection connection) {
        return new LinkInfo(
                link(connection),
                Duration.ofNanos(network.nanoTime() - connection.openedNanos()),
                connection.roundTrip(),
                connection.streamCount(),
                agent(connection.remote()));
    }

    private String agent(PeerId peer) {
        IdentifyInfo info = identified.get(peer);
        return info == null ? "" : info.agentVersion();
    }

    static Link link(PeerConnection connection) {
        return new Link(
                connection.remote(),
                connection.id(),
                connection.outbound(),
                connection.remoteAddress(),
                Digest.of(connection.handshakeHash()));
    }
}

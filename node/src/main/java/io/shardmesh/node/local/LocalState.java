package io.shardmesh.node.local;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.network.TrafficInfo;
import io.shardmesh.node.repair.Upkeep;
import io.shardmesh.node.store.StoreUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What a node in this process says about itself. */
final class LocalState implements NodeState {
    /** More peers than a person reads, and than a control message should carry. */
    private static final int MAX_PEERS = 10_000;

    private final LocalNode node;
    private final long startedNanos;

    LocalState(LocalNode node) {
        this.node = node;
        this.startedNanos = node.parts().environment().strand().nanoTime();
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return node.onStrand(() -> listening().thenApply(this::status));
    }

    private NodeStatus status(List<Multiaddr> listening) {
        PeerId self = node.parts().identity().peer();
        long up = node.parts().environment().strand().nanoTime() - startedNanos;
        return new NodeStatus(
                self,
                node.parts().identity().mode(),
                ((LocalMesh) node.mesh()).summary(),
                listening.stream().map(address -> address.withPeer(self)).toList(),
                node.engine().map(engine -> engine.members().connected().size()).orElse(0),
                Duration.ofNanos(up));
    }

    private CompletableFuture<List<Multiaddr>> listening() {
        return node.parts()
                .network()
                .map(Network::listenAddresses)
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    }

    @Override
    public CompletableFuture<NodeStats> stats() {
        return node.onStrand(() ->
                usage().thenCombine(catalogued(), LocalState::kept)
                        .thenCombine(traffic(), this::stats));
    }

    private CompletableFuture<TrafficInfo> traffic() {
        return node.parts()
                .network()
                .map(Network::traffic)
                .orElseGet(() -> CompletableFuture.completedFuture(new TrafficInfo(0, 0)));
    }

    private record Kept(CatalogTotals catalog, NodeStats.Held held) {}

    private NodeStats stats(Kept kept, TrafficInfo traffic) {
        return new NodeStats(
                kept.catalog().count(),
                kept.catalog().bytes(),
                kept.held(),
                node.engine().flatMap(MeshEngine::upkeep).map(Upkeep::report),
                node.engine().map(engine -> engine.getter().cacheInfo()),
                traffic.sentBytes(),
                traffic.receivedBytes());
    }

    private static Kept kept(Optional<StoreUsage> usage, CatalogTotals catalog) {
        NodeStats.Held held =
                usage.map(LocalState::held)
                        .orElse(new NodeStats.Held(0, 0, OptionalLong.empty(), 0));
        return new Kept(catalog, held);
    }

    private static NodeStats.Held held(StoreUsage usage) {
        OptionalLong limit =
                usage.limitBytes() == Long.MAX_VALUE
                        ? OptionalLong.empty()
                        : OptionalLong.of(usage.limitBytes());
        return new NodeStats.Held(
                usage.shardCount(), usage.storedBytes(), limit, usage.freeBytes());
    }

    private CompletableFuture<Optional<StoreUsage>> usage() {
        return node.parts()
                .storage()
                .shards()
                .map(store -> store.usage().thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<CatalogTotals> catalogued() {
        return node.parts()
                .storage()
                .catalog()
                .map(CatalogTotals::of)
                .orElseGet(() -> CompletableFuture.completedFuture(CatalogTotals.NONE));
    }

    @Override
    public CompletableFuture<List<PeerInfo>> peers() {
        return node.onStrand(() ->
                node.parts()
                        .network()
                        .map(Network::links)
                        .orElseGet(() -> CompletableFuture.completedFuture(List.of()))
                        .thenApply(this::peers));
    }

    private List<PeerInfo> peers(List<LinkInfo> links) {
        Map<PeerId, LinkInfo> byPeer = new LinkedHashMap<>();
        links.forEach(link -> byPeer.putIfAbsent(link.link().peer(), link));
        List<PeerInfo> peers = new ArrayList<>();
        PeerId self = node.parts().identity().peer();
        if (node.joined().isPresent()) {
            LocalMesh mesh = (LocalMesh) node.mesh();
            for (Member member : mesh.membership("list peers of").list().members()) {
                if (!member.peer().equals(self)) {
                    peers.add(
                            peer(
                                    member.peer(),
                                    Optional.of(mesh.shown(member)),
                                    Optional.ofNullable(byPeer.remove(member.peer()))));
                }
            }
        }
        byPeer.forEach((peer, link) -> peers.add(peer(peer, Optional.empty(), Optional.of(link))));
        return peers.stream().limit(MAX_PEERS).toList();
    }

    private PeerInfo peer(PeerId peer, Optional<MemberInfo> member, Optional<LinkInfo> link) {
        return new PeerInfo(
                peer,
                member,
                link.map(LocalState::connected),
                node.engine().flatMap(engine -> engine.members().reputation().report(peer)),
                node.engine().map(engine -> engine.connector().addresses(peer)).orElse(List.of()));
    }

    private static PeerInfo.Connected connected(LinkInfo info) {
        return new PeerInfo.Connected(
                info.link().remoteAddress(),
                info.link().outbound(),
                info.open(),
                info.roundTrip(),
                info.streamCount(),
                info.agent());
    }
}

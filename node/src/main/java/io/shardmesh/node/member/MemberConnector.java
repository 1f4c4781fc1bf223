package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.network.Link;
import io.shardmesh.node.network.LinkListener;
import io.shardmesh.node.network.Network;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node connected to {@link KeptMembers}, in most meshes every member: by the addresses
 * it remembers, else by those that the DHT has. A member that cannot be reached is tried again,
 * less and less often. On the node's strand.
 */
public final class MemberConnector {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FIND_PAUSE = Duration.ofMillis(100);
    private static final int FIND_ROUNDS = 8;

    private final Environment environment;
    private final Network network;
    private final Members members;
    private final MeshFiles files;
    private final Map<PeerId, List<Multiaddr>> addresses;
    private final Map<PeerId, Duration> pauses = new HashMap<>();
    private final Lookups lookups;
    private final Set<PeerId> busy = new HashSet<>();
    private Set<PeerId> kept = Set.of();
    private @Nullable Membership keptOf;
    private boolean stopped;

    private MemberConnector(
            Environment environment,
            Network network,
            Members members,
            MeshFiles files,
            Map<PeerId, List<Multiaddr>> lastAddresses) {
        this.environment = environment;
        this.network = network;
        this.members = members;
        this.files = files;
        this.addresses = new LinkedHashMap<>(lastAddresses);
        this.lookups = new Lookups(environment.strand());
    }

    /** Starts to connect; {@code lastAddresses} are those of an earlier run. */
    public static MemberConnector create(
            Environment environment,
            Network network,
            Members members,
            MeshFiles files,
            Map<PeerId, List<Multiaddr>> lastAddresses) {
        MemberConnector connector =
                new MemberConnector(environment, network, members, files, lastAddresses);
        network.listen(connector.addressListener());
        members.onChange(connector::connectMissing);
        return connector;
    }

    /**
     * Tries every member that is not connected: once where an address is known, and a few times
     * where one has to be found first, because whoever knows it is only just being connected. Those
     * that could not be reached are tried again later, even if nothing else happens meanwhile.
     *
     * @return completes when each of them is connected or could not be; never fails
     */
    public CompletableFuture<Void> connectAll() {
        return Async.settled(missing().stream().map(this::connect).toList())
                .thenCompose(done -> findUnknown(FIND_ROUNDS))
                .thenRun(this::connectMissing);
    }

    private CompletableFuture<Void> findUnknown(int rounds) {
        List<PeerId> unknown =
                missing().stream().filter(peer -> addresses(peer).isEmpty()).toList();
        if (unknown.isEmpty() || rounds == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> pause = new CompletableFuture<>();
        var _ = environment.strand().schedule(FIND_PAUSE, () -> pause.complete(null));
        return pause.thenCompose(
                        paused -> Async.settled(unknown.stream().map(this::connect).toList()))
                .thenCompose(done -> findUnknown(rounds - 1));
    }

    /** Where {@code peer} was last reached or said to be. */
    public List<Multiaddr> addresses(PeerId peer) {
        return addresses.getOrDefault(peer, List.of());
    }

    /** No more attempts. */
    public void stop() {
        stopped = true;
    }

    private List<PeerId> missing() {
        return kept().stream().filter(peer -> !members.isConnected(peer)).toList();
    }

    /** Picking hashes every member: once for each list, not for each connection. */
    private Set<PeerId> kept() {
        Membership now = members.membership();
        if (!now.equals(keptOf)) {
            List<PeerId> all = now.list().members().stream().map(Member::peer).toList();
            kept = KeptMembers.of(members.self(), all);
            keptOf = now;
        }
        return kept;
    }

    private void connectMissing() {
        if (!stopped) {
            missing().stream().filter(peer -> !busy.contains(peer)).forEach(this::keepTrying);
        }
    }

    private void tryAgain(PeerId peer) {
        busy.remove(peer);
        if (!stopped && kept().contains(peer) && !members.isConnected(peer)) {
            keepTrying(peer);
        }
    }

    private void keepTrying(PeerId peer) {
        busy.add(peer);
        attempt(peer)
                .whenComplete((link, trouble) -> {
                    if (trouble == null) {
                        pauses.remove(peer);
                        busy.remove(peer);
                    } else {
                        pause(peer);
                    }
                });
    }

    private void pause(PeerId peer) {
        Duration pause = pauses.getOrDefault(peer, FIRST_PAUSE);
        Duration next = pause.multipliedBy(2);
        pauses.put(peer, next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE);
        var _ = environment.strand().schedule(pause, () -> tryAgain(peer));
    }

    /** A machine that is off is dialled again and again, and looked for less and less often. */
    private CompletableFuture<Link> attempt(PeerId peer) {
        return lookups.due(peer)
                ? connect(peer)
                : greeted(peer, network.connect(peer, addresses(peer)));
    }

    private CompletableFuture<Link> connect(PeerId peer) {
        return greeted(
                peer,
                network.connect(peer, addresses(peer))
                        .exceptionallyCompose(trouble -> {
                            lookups.begun(peer);
                            return network.find(peer)
                                    .thenCompose(found -> network.connect(peer, found));
                        }));
    }

    private CompletableFuture<Link> greeted(PeerId peer, CompletableFuture<Link> connected) {
        return connected.thenCompose(link -> members.greet(peer).thenApply(agreed -> link));
    }

    private LinkListener addressListener() {
        return new LinkListener() {
            @Override
            public void linkUp(Link link) {
                lookups.newcomer(link.peer());
                if (link.outbound() && addresses(link.peer()).isEmpty()) {
                    learn(link.peer(), List.of(link.remoteAddress()));
                }
            }

            @Override
            public void linkDown(PeerId peer) {}

            @Override
            public void addressesKnown(PeerId peer, List<Multiaddr> known) {
                learn(peer, known);
            }
        };
    }

    private void learn(PeerId peer, List<Multiaddr> known) {
        if (members.admits(peer)
                && !known.isEmpty()
                && !known.equals(addresses.put(peer, List.copyOf(known)))) {
            save();
        }
    }

    private void save() {
        files.saveAddresses(new LinkedHashMap<>(addresses))
                .whenComplete((saved, trouble) -> {
                    if (trouble != null) {
                        environment.journal().warn(Async.failureOf(trouble).toString());
                    }
                });
    }
}

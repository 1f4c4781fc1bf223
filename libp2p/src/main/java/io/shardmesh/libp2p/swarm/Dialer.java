package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** All dials of a swarm: one per peer, a bounded number at once, the others in a bounded queue. */
final class Dialer implements PeerDial.Progress {

    private final Surroundings surroundings;
    private final Transport transport;
    private final AddressBook addressBook;
    private final Function<Upgrade.Secured, Optional<MuxedConnection>> adoption;
    private final Backoff backoff;
    private final Map<PeerId, PeerDial> byPeer = new LinkedHashMap<>();
    private final Set<PeerDial> all = new LinkedHashSet<>();
    private final Deque<PeerDial> queue = new ArrayDeque<>();
    private int runningCount;

    Dialer(
            Surroundings surroundings,
            Transport transport,
            AddressBook addressBook,
            Function<Upgrade.Secured, Optional<MuxedConnection>> adoption) {
        this.surroundings = surroundings;
        this.transport = transport;
        this.addressBook = addressBook;
        this.adoption = adoption;
        SwarmConfig.Dialling config = surroundings.config().dialling();
        this.backoff = new Backoff(config.firstBackoff(), config.longestBackoff());
    }

    /** Dials the peer at these and the known addresses, or joins the dial that is under way. */
    CompletableFuture<MuxedConnection> dial(PeerId peer, List<Multiaddr> given) {
        List<Multiaddr> candidates = candidates(peer, given);
        PeerDial running = byPeer.get(peer);
        if (running != null) {
            running.add(rested(peer, candidates));
            return Outcomes.follow(running.connection());
        }
        if (candidates.isEmpty()) {
            return Outcomes.failed(SwarmException.Kind.NO_ADDRESS, "no address is known");
        }
        List<Multiaddr> rested = rested(peer, candidates);
        if (rested.isEmpty()) {
            return Outcomes.failed(SwarmException.Kind.DIAL_FAILED, "dials failed just now");
        }
        return begin(Optional.of(peer), rested);
    }

    /** Dials whoever is at the address. */
    CompletableFuture<MuxedConnection> dial(Multiaddr address) {
        if (!transport.supports(address)) {
            return Outcomes.failed(SwarmException.Kind.NO_ADDRESS, "cannot dial " + address);
        }
        return begin(Optional.empty(), List.of(address));
    }

    /** A connection came up, by whichever way: a dial to that peer has its aim. */
    void arrived(MuxedConnection connection) {
        backoff.forgive(connection.remote());
        PeerDial waiting = byPeer.get(connection.remote());
        if (waiting != null) {
            waiting.satisfied(connection);
        }
    }

    /** Fails all that is pending. */
    void close() {
        List.copyOf(all).forEach(dial -> dial.fail(SwarmException.Kind.CLOSED, "swarm is closed"));
    }

    @Override
    public Optional<MuxedConnection> adopt(Upgrade.Secured secured) {
        return adoption.apply(secured);
    }

    @Override
    public void addressFailed(PeerId peer, Multiaddr address) {
        backoff.failed(peer, address, surroundings.nanoTime());
    }

    @Override
    public void ended(PeerDial dial) {
        all.remove(dial);
        queue.remove(dial);
        dial.peer().ifPresent(peer -> byPeer.remove(peer, dial));
        if (dial.hasStarted()) {
            runningCount--;
            startQueued();
        }
    }

    private CompletableFuture<MuxedConnection> begin(
            Optional<PeerId> peer, List<Multiaddr> addresses) {
        if (queue.size() >= surroundings.config().dialling().queuedCount()) {
            return Outcomes.failed(SwarmException.Kind.LIMIT, "too many dials wait");
        }
        PeerDial dial = new PeerDial(surroundings, transport, peer, this);
        dial.add(addresses);
        all.add(dial);
        peer.ifPresent(known -> byPeer.put(known, dial));
        queue.add(dial);
        startQueued();
        return Outcomes.follow(dial.connection());
    }

    private void startQueued() {
        while (runningCount < surroundings.config().dialling().concurrentCount()) {
            PeerDial next = queue.poll();
            if (next == null) {
                return;
            }
            runningCount++;
            next.start();
        }
    }

    private List<Multiaddr> candidates(PeerId peer, List<Multiaddr> given) {
        Set<Multiaddr> candidates = new LinkedHashSet<>();
        for (Multiaddr address : given) {
            Optional<PeerId> named = address.peerId();
            if (named.isEmpty() || named.get().equals(peer)) {
                candidates.add(address.withoutPeer());
            }
        }
        candidates.addAll(addressBook.addresses(peer));
        candidates.removeIf(address -> !transport.supports(address));
        return new ArrayList<>(candidates);
    }

    private List<Multiaddr> rested(PeerId peer, List<Multiaddr> candidates) {
        long now = surroundings.nanoTime();
        return candidates.stream()
                .filter(address -> !backoff.isWaiting(peer, address, now))
                .toList();
    }
}

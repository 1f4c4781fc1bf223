package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The connections that are up, by peer and oldest first, and the peers worth keeping. */
final class Peers {

    private final SwarmConfig.ConnectionLimits limits;
    private final Map<PeerId, List<MuxedConnection>> byPeer = new LinkedHashMap<>();
    private final Map<PeerId, Set<String>> tags = new LinkedHashMap<>();
    private final Map<String, Integer> inbound = new LinkedHashMap<>();
    private int count;

    Peers(SwarmConfig.ConnectionLimits limits) {
        this.limits = limits;
    }

    void protect(PeerId peer, String tag) {
        tags.computeIfAbsent(peer, ignored -> new LinkedHashSet<>()).add(tag);
    }

    void unprotect(PeerId peer, String tag) {
        tags.computeIfPresent(
                peer,
                (ignored, set) -> {
                    set.remove(tag);
                    return set.isEmpty() ? null : set;
                });
    }

    boolean isProtected(PeerId peer) {
        return tags.containsKey(peer);
    }

    /**
     * Makes room for one more connection to the peer.
     *
     * @param inboundFrom the group of addresses that it came from; empty when we dialled
     * @return why it does not fit; empty when it does
     */
    Optional<Refusal> admit(PeerId peer, Optional<String> inboundFrom) {
        if (of(peer).size() >= limits.perPeerCount()) {
            return Optional.of(Refusal.TOO_MANY_OF_PEER);
        }
        boolean stranger = !isProtected(peer);
        int same = inboundFrom.map(this::inboundFrom).orElse(0);
        if (stranger && same >= limits.perAddress().establishedCount()) {
            return Optional.of(Refusal.TOO_MANY_FROM_ADDRESS);
        }
        if (count < limits.totalCount()) {
            return Optional.empty();
        }
        Optional<MuxedConnection> victim = stranger ? fromHeavier(same) : leastWanted();
        victim.ifPresent(connection -> connection.close(Refusal.GAVE_WAY.text()));
        return victim.isPresent() ? Optional.empty() : Optional.of(Refusal.TOO_MANY);
    }

    void add(MuxedConnection connection) {
        byPeer.computeIfAbsent(connection.remote(), ignored -> new ArrayList<>()).add(connection);
        count++;
        if (!connection.outbound()) {
            inbound.merge(AddressGroup.of(connection.remoteAddress()), 1, Integer::sum);
        }
    }

    /**
     * Takes a connection out.
     *
     * @return whether it was the last one to its peer
     */
    boolean remove(MuxedConnection connection) {
        List<MuxedConnection> left = byPeer.get(connection.remote());
        if (left == null || !left.remove(connection)) {
            return false;
        }
        count--;
        if (!connection.outbound()) {
            inbound.computeIfPresent(
                    AddressGroup.of(connection.remoteAddress()),
                    (group, same) -> same == 1 ? null : same - 1);
        }
        if (left.isEmpty()) {
            byPeer.remove(connection.remote());
        }
        return left.isEmpty();
    }

    /** The connections to one peer. */
    List<MuxedConnection> of(PeerId peer) {
        List<MuxedConnection> found = byPeer.get(peer);
        return found == null ? List.of() : List.copyOf(found);
    }

    List<MuxedConnection> all() {
        return stream().toList();
    }

    /** The oldest usable one, but rather any that was heard since it was last asked. */
    Optional<MuxedConnection> best(PeerId peer) {
        List<MuxedConnection> usable = of(peer).stream().filter(MuxedConnection::isUsable).toList();
        return usable.stream()
                .filter(connection -> !connection.isSilent())
                .findFirst()
                .or(() -> usable.stream().findFirst());
    }

    /**
     * Whether another connection to the peer is to be kept rather than this one. Both ends must
     * choose alike, else each could close the other's choice: the lowest handshake hash stays.
     */
    boolean isDuplicate(MuxedConnection connection) {
        List<MuxedConnection> siblings = of(connection.remote());
        if (siblings.size() < 2) {
            return false;
        }
        byte[] own = connection.handshakeHash();
        return siblings.stream()
                .filter(MuxedConnection::isUsable)
                .anyMatch(other -> Arrays.compareUnsigned(other.handshakeHash(), own) < 0);
    }

    /** How many inbound connections of a group of addresses there are. */
    int inboundFrom(String group) {
        return inbound.getOrDefault(group, 0);
    }

    /** Who gives way to a protected peer: strangers without streams first. */
    private Optional<MuxedConnection> leastWanted() {
        return idleStranger(connection -> true).or(() -> strangers().findFirst());
    }

    /** Who gives way to another stranger: one without streams whose address has clearly more. */
    private Optional<MuxedConnection> fromHeavier(int count) {
        return idleStranger(connection ->
                !connection.outbound()
                        && inboundFrom(AddressGroup.of(connection.remoteAddress())) > count + 1);
    }

    private Optional<MuxedConnection> idleStranger(Predicate<MuxedConnection> wanted) {
        return strangers()
                .filter(connection -> connection.streamCount() == 0)
                .filter(wanted)
                .findFirst();
    }

    private Stream<MuxedConnection> strangers() {
        return stream().filter(connection -> !isProtected(connection.remote()));
    }

    private Stream<MuxedConnection> stream() {
        return byPeer.values().stream().flatMap(List::stream);
    }
}

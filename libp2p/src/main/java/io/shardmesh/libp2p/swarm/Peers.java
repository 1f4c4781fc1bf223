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
import java.util.stream.Stream;

/** The connections that are up, by peer and oldest first, and the peers worth keeping. */
final class Peers {

    private final SwarmConfig.ConnectionLimits limits;
    private final Map<PeerId, List<MuxedConnection>> byPeer = new LinkedHashMap<>();
    private final Map<PeerId, Set<String>> tags = new LinkedHashMap<>();
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
     * Whether one more connection to the peer fits.
     *
     * @return false when the limit for the peer is reached, or that for all with nothing to give up
     */
    boolean makeRoomFor(PeerId peer) {
        if (of(peer).size() >= limits.perPeerCount()) {
            return false;
        }
        if (count < limits.totalCount()) {
            return true;
        }
        Optional<MuxedConnection> victim = isProtected(peer) ? leastWanted() : Optional.empty();
        victim.ifPresent(connection -> connection.close("room is needed for a protected peer"));
        return victim.isPresent();
    }

    void add(MuxedConnection connection) {
        byPeer.computeIfAbsent(connection.remote(), ignored -> new ArrayList<>()).add(connection);
        count++;
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

    long inboundFrom(String host) {
        return stream()
                .filter(connection -> !connection.outbound())
                .filter(connection -> connection.remoteAddress().host().equals(Optional.of(host)))
                .count();
    }

    private Optional<MuxedConnection> leastWanted() {
        List<MuxedConnection> strangers =
                stream().filter(connection -> !isProtected(connection.remote())).toList();
        return strangers.stream()
                .filter(connection -> connection.streamCount() == 0)
                .findFirst()
                .or(() -> strangers.stream().findFirst());
    }

    private Stream<MuxedConnection> stream() {
        return byPeer.values().stream().flatMap(List::stream);
    }
}

package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where peers may be found: addresses with an end of life, those that worked last first. Bounded: a
 * stranger can neither fill it nor push out the addresses of a peer that it is not.
 */
public final class AddressBook {

    /** Peers remembered; of those that are not protected the one not touched for longest goes. */
    static final int PEER_COUNT = 4096;

    /** Addresses of one peer; a host has a handful of interfaces, more is noise. */
    static final int ADDRESS_COUNT = 16;

    private final LongSupplier nanoTime;
    private final Predicate<PeerId> kept;
    private final LinkedHashMap<PeerId, Map<Multiaddr, Entry>> peers =
            new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param kept peers that no other pushes out
     */
    AddressBook(LongSupplier nanoTime, Predicate<PeerId> kept) {
        this.nanoTime = nanoTime;
        this.kept = kept;
    }

    private record Entry(long endNanos, long workedCount) {}

    private long workedCount;

    /** Remembers addresses for at least that long; those of other peers (p2p part) are left out. */
    public void add(PeerId peer, List<Multiaddr> addresses, Duration life) {
        long end = nanoTime.getAsLong() + life.toNanos();
        for (Multiaddr address : addresses) {
            Optional<PeerId> named = address.peerId();
            if (named.isEmpty() || named.get().equals(peer)) {
                put(peer, address.withoutPeer(), end);
            }
        }
    }

    /** The living addresses without the p2p part: the one that worked last first, then by age. */
    public List<Multiaddr> addresses(PeerId peer) {
        Map<Multiaddr, Entry> known = peers.get(peer);
        if (known == null) {
            return List.of();
        }
        dropExpired(known);
        List<Map.Entry<Multiaddr, Entry>> entries = new ArrayList<>(known.entrySet());
        entries.sort(Comparator.comparingLong(entry -> -entry.getValue().workedCount()));
        return entries.stream().map(Map.Entry::getKey).toList();
    }

    /** Forgets the peer. */
    public void remove(PeerId peer) {
        peers.remove(peer);
    }

    /** Notes that a connection came up at the address. */
    void worked(PeerId peer, Multiaddr address, Duration life) {
        add(peer, List.of(address), life);
        Map<Multiaddr, Entry> known = peers.get(peer);
        Multiaddr bare = address.withoutPeer();
        Entry entry = known == null ? null : known.get(bare);
        if (known != null && entry != null) {
            known.put(bare, new Entry(entry.endNanos(), ++workedCount));
        }
    }

    private void put(PeerId peer, Multiaddr address, long endNanos) {
        Map<Multiaddr, Entry> known = peers.computeIfAbsent(peer, ignored -> new LinkedHashMap<>());
        Entry old = known.get(address);
        if (old == null && known.size() >= ADDRESS_COUNT) {
            dropExpired(known);
            dropLeastProven(known);
        }
        long end = old == null || endNanos - old.endNanos() > 0 ? endNanos : old.endNanos();
        known.put(address, new Entry(end, old == null ? 0 : old.workedCount()));
        if (peers.size() > PEER_COUNT) {
            peers.keySet().stream()
                    .filter(other -> !kept.test(other))
                    .findFirst()
                    .ifPresent(peers::remove);
        }
    }

    private void dropExpired(Map<Multiaddr, Entry> known) {
        long now = nanoTime.getAsLong();
        known.values().removeIf(entry -> entry.endNanos() - now <= 0);
    }

    private static void dropLeastProven(Map<Multiaddr, Entry> known) {
        if (known.size() >= ADDRESS_COUNT) {
            known.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().workedCount()))
                    .ifPresent(entry -> known.remove(entry.getKey()));
        }
    }
}

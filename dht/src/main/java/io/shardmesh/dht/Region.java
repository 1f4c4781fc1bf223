package io.shardmesh.dht;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Distance;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.contact.Position;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the key space that one lookup has explored, and who lies in it.
 *
 * <p>A lookup gives the k peers nearest to its key. Let the farthest of them share s bits with the
 * key: then every peer that shares s + 1 bits is among them, and keys in that region have the same
 * peers as their nearest. So one lookup serves all contents whose keys lie there, and a sweep over
 * the key space needs about n/k lookups for any number of contents.
 */
final class Region {
    /**
     * With fewer peers in the region itself, most of a key's nearest lie outside, where its
     * neighbours may have others: then the lookup counts for its own key alone.
     */
    private static final int MIN_PEERS = 6;

    private record Placed(Contact contact, Position position) {}

    private final Position center;
    private final int bits;
    private final int width;
    private final List<Placed> peers = new ArrayList<>();

    /**
     * What a lookup towards {@code key} has found.
     *
     * @param width Kademlia's k: how many peers the lookup was to find
     */
    Region(Key key, LookupOutcome.Closest found, int width) {
        this.center = key.position();
        this.width = width;
        Map<PeerId, Contact> all = new LinkedHashMap<>();
        found.peers().forEach(contact -> all.put(contact.peer(), contact));
        found.trusted().forEach(contact -> all.putIfAbsent(contact.peer(), contact));
        all.values()
                .forEach(contact -> peers.add(new Placed(contact, Position.of(contact.peer()))));
        this.bits = found.peers().size() < width ? 0 : explored(found.peers());
    }

    private int explored(List<Contact> nearest) {
        List<Integer> shared =
                nearest.stream()
                        .map(contact -> center.to(Position.of(contact.peer())).sharedBits())
                        .toList();
        int next = shared.stream().mapToInt(Integer::intValue).min().orElse(0) + 1;
        long inside = shared.stream().filter(count -> count >= next).count();
        return inside >= MIN_PEERS ? next : Position.BITS;
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }

    boolean contains(Key key) {
        return center.to(key.position()).sharedBits() >= bits;
    }

    /** The peers nearest to a key of this region. */
    List<Contact> nearest(Key key) {
        record Ranked(Distance distance, Contact contact) {}
        return peers.stream()
                .map(peer -> new Ranked(key.position().to(peer.position()), peer.contact()))
                .sorted(Comparator.comparing(Ranked::distance))
                .limit(width)
                .map(Ranked::contact)
                .toList();
    }
}

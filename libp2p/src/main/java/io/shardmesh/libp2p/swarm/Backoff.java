package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses of peers that failed, and how long to leave them alone: doubling, up to a bound. */
final class Backoff {

    /** Peers remembered; older ones are forgiven. */
    private static final int PEER_COUNT = 4096;

    /** More doublings than this exceed any sensible bound. */
    private static final int DOUBLINGS = 20;

    private record Failures(int count, long untilNanos) {}

    private final Duration first;
    private final Duration longest;
    private final Map<PeerId, Map<Multiaddr, Failures>> failed = new LinkedHashMap<>();

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    boolean isWaiting(PeerId peer, Multiaddr address, long nowNanos) {
        Map<Multiaddr, Failures> known = failed.get(peer);
        Failures failures = known == null ? null : known.get(address);
        return failures != null && failures.untilNanos() - nowNanos > 0;
    }

    void failed(PeerId peer, Multiaddr address, long nowNanos) {
        Map<Multiaddr, Failures> known =
                failed.computeIfAbsent(peer, ignored -> new LinkedHashMap<>());
        Failures old = known.get(address);
        int count = old == null ? 0 : Math.min(old.count(), DOUBLINGS);
        long wait = Math.min(first.toNanos() << count, longest.toNanos());
        known.put(address, new Failures(count + 1, nowNanos + wait));
        forgetOldest(known, AddressBook.ADDRESS_COUNT);
        forgetOldest(failed, PEER_COUNT);
    }

    /** The peer is there: forgets its failures. */
    void forgive(PeerId peer) {
        failed.remove(peer);
    }

    private static <K, V> void forgetOldest(Map<K, V> map, int bound) {
        if (map.size() > bound) {
            Iterator<K> oldest = map.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}

package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Key;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What peers asked us to keep, at most one value for each key and source. When it is full, the
 * source with the most entries loses its oldest: whoever floods pushes out itself.
 *
 * <p>Everything lives equally long, so the order of insertion is the order of ends. Not
 * thread-safe; times are ticks of the owner's clock.
 *
 * @param <V> what is kept
 */
final class FairTable<V> {
    private record Slot(Key key, PeerId source) {}

    private record Kept<V>(V value, long atNanos) {}

    private final int maxCount;
    private final int maxPerSource;
    private final long lifeNanos;
    private final Map<Slot, Kept<V>> byAge = new LinkedHashMap<>();
    private final Map<Key, Set<PeerId>> sources = new LinkedHashMap<>();
    private final Map<PeerId, Set<Key>> keys = new LinkedHashMap<>();

    FairTable(int maxCount, int maxPerSource, long lifeNanos) {
        this.maxCount = maxCount;
        this.maxPerSource = maxPerSource;
        this.lifeNanos = lifeNanos;
    }

    int size() {
        return byAge.size();
    }

    void put(Key key, PeerId source, V value, long nowNanos) {
        remove(new Slot(key, source));
        if (keysOf(source).size() >= maxPerSource) {
            removeOldestOf(source);
        }
        if (byAge.size() >= maxCount) {
            removeOldestOf(greediest(source));
        }
        byAge.put(new Slot(key, source), new Kept<>(value, nowNanos));
        sources.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(source);
        keys.computeIfAbsent(source, _ -> new LinkedHashSet<>()).add(key);
    }

    /** All values of the key, oldest source first. */
    List<V> of(Key key) {
        List<V> values = new ArrayList<>();
        for (PeerId source : sources.getOrDefault(key, Set.of())) {
            Kept<V> kept = byAge.get(new Slot(key, source));
            if (kept != null) {
                values.add(kept.value());
            }
        }
        return values;
    }

    void expire(long nowNanos) {
        Optional<Slot> oldest = oldestEndedAt(nowNanos);
        while (oldest.isPresent()) {
            remove(oldest.get());
            oldest = oldestEndedAt(nowNanos);
        }
    }

    OptionalLong nextDeadline() {
        return byAge.values().stream().mapToLong(kept -> kept.atNanos() + lifeNanos).findFirst();
    }

    private Optional<Slot> oldestEndedAt(long nowNanos) {
        return byAge.entrySet().stream()
                .findFirst()
                .filter(entry -> nowNanos - entry.getValue().atNanos() >= lifeNanos)
                .map(Map.Entry::getKey);
    }

    private Set<Key> keysOf(PeerId source) {
        return keys.getOrDefault(source, Set.of());
    }

    /** Who has the most once {@code newcomer} has one more; in a tie it is the newcomer itself. */
    private PeerId greediest(PeerId newcomer) {
        PeerId greediest = newcomer;
        int most = keysOf(newcomer).size() + 1;
        for (Map.Entry<PeerId, Set<Key>> entry : keys.entrySet()) {
            if (entry.getValue().size() > most || keysOf(greediest).isEmpty()) {
                greediest = entry.getKey();
                most = entry.getValue().size();
            }
        }
        return greediest;
    }

    private void removeOldestOf(PeerId source) {
        remove(new Slot(keysOf(source).iterator().next(), source));
    }

    private void remove(Slot slot) {
        if (byAge.remove(slot) != null) {
            leave(sources, slot.key(), slot.source());
            leave(keys, slot.source(), slot.key());
        }
    }

    private static <A, B> void leave(Map<A, Set<B>> map, A from, B what) {
        Set<B> set = map.get(from);
        if (set != null && set.remove(what) && set.isEmpty()) {
            map.remove(from);
        }
    }
}

package io.shardmesh.simulator.plain;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who has announced which object, for all nodes at once. Announcing reaches everybody at once and
 * is repeated for as long as a machine runs; when it is gone, its records live on for a while, as
 * in a DHT, and mislead.
 */
final class Providers {
    /** How long a record of the DHT is kept after it was last announced. */
    static final Duration LIFE = Duration.ofDays(2);

    private final LongSupplier nanoTime;
    private final Map<Digest, Set<PeerId>> named = new HashMap<>();
    private final Map<PeerId, Set<Digest>> own = new HashMap<>();
    private final Set<PeerId> announcing = new LinkedHashSet<>();
    private final Map<PeerId, Long> goneAt = new LinkedHashMap<>();

    Providers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void added(PeerId peer, Collection<Digest> objectKeys) {
        own.computeIfAbsent(peer, first -> new LinkedHashSet<>()).addAll(objectKeys);
        if (announcing.contains(peer)) {
            name(peer, objectKeys);
        }
    }

    /** Who stops announcing is still named, for longer than any run does without announcing. */
    void announcing(PeerId peer, boolean on) {
        if (!on) {
            announcing.remove(peer);
        } else if (announcing.add(peer)) {
            name(peer, own.getOrDefault(peer, Set.of()));
        }
    }

    private void name(PeerId peer, Collection<Digest> objectKeys) {
        objectKeys.forEach(
                key -> named.computeIfAbsent(key, first -> new LinkedHashSet<>()).add(peer));
    }

    void gone(PeerId peer) {
        goneAt.put(peer, nanoTime.getAsLong());
    }

    List<PeerId> of(Digest objectKey) {
        forgetOld();
        return List.copyOf(named.getOrDefault(objectKey, Set.of()));
    }

    private void forgetOld() {
        long oldest = nanoTime.getAsLong() - LIFE.toNanos();
        while (!goneAt.isEmpty()) {
            Map.Entry<PeerId, Long> first = goneAt.entrySet().iterator().next();
            if (first.getValue() > oldest) {
                return;
            }
            forget(first.getKey());
            goneAt.remove(first.getKey());
        }
    }

    private void forget(PeerId peer) {
        announcing.remove(peer);
        Set<Digest> keys = own.remove(peer);
        if (keys != null) {
            keys.forEach(key -> named.getOrDefault(key, new LinkedHashSet<>()).remove(peer));
        }
    }
}

package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Holders that could not show what they claim of an object. They do not count for it until they
 * can, or this node starts anew.
 */
final class Suspicions {
    /**
     * More than a mesh has in a bad week; the oldest are forgotten, and found again by an audit.
     */
    private static final int MAX_OBJECTS = 10_000;

    private final Map<Digest, Set<PeerId>> liars = new LinkedHashMap<>();

    void suspect(PeerId peer, Digest objectKey) {
        liars.computeIfAbsent(objectKey, fresh -> new HashSet<>()).add(peer);
        if (liars.size() > MAX_OBJECTS) {
            liars.remove(liars.keySet().iterator().next());
        }
    }

    void clear(PeerId peer, Digest objectKey) {
        liars.computeIfPresent(
                objectKey,
                (key, peers) -> {
                    peers.remove(peer);
                    return peers.isEmpty() ? null : peers;
                });
    }

    /** For how many objects somebody is suspected. */
    int count() {
        return liars.size();
    }

    /** Leaves out of the stock what is not believed. */
    void apply(Digest objectKey, ObjectStock stock) {
        liars.getOrDefault(objectKey, Set.of()).forEach(stock::disbelieve);
    }
}

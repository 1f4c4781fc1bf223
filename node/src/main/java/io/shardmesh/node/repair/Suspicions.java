package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holders that could not show what they claim of an object. They do not count for it until they
 * can, or this node starts anew.
 */
final class Suspicions {
    /**
     * More than a mesh has in a bad week; the oldest are forgotten, and found again by an audit.
     */
    private static final int MAX_OBJECTS = 10_000;

    /**
     * A holder that says what it has and shows nothing of it is no better than one that has not.
     */
    private static final int MAX_SILENCES = 3;

    private final Map<Digest, Set<PeerId>> liars = new LinkedHashMap<>();
    private final Map<PeerId, Integer> silences = new HashMap<>();

    void suspect(PeerId peer, Digest objectKey) {
        liars.computeIfAbsent(objectKey, fresh -> new TreeSet<>()).add(peer);
        if (liars.size() > MAX_OBJECTS) {
            liars.remove(liars.keySet().iterator().next());
        }
    }

    /** Notes an audit without an answer; true when there were too many in a row. */
    boolean silent(PeerId peer) {
        return silences.merge(peer, 1, Integer::sum) >= MAX_SILENCES;
    }

    /** Notes an audit that was passed. */
    void passed(PeerId peer) {
        silences.remove(peer);
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

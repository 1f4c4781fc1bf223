package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects that lack parts, and since when this node knows; those before it in rank repair first.
 */
final class Lacking {
    /** More than can be repaired in an hour; of the others the next sweep finds what is left. */
    private static final int MAX_OBJECTS = 10_000;

    private final Scheduler strand;
    private final Map<Digest, Long> since = new LinkedHashMap<>();

    Lacking(Scheduler strand) {
        this.strand = strand;
    }

    /** Notes that it lacks something; the first time counts. */
    void note(Digest objectKey) {
        if (since.size() < MAX_OBJECTS) {
            since.putIfAbsent(objectKey, strand.nanoTime());
        }
    }

    void forget(Digest objectKey) {
        since.remove(objectKey);
    }

    /** For how long that has been known; nothing when it is not. */
    Duration age(Digest objectKey) {
        Long first = since.get(objectKey);
        return first == null ? Duration.ZERO : Duration.ofNanos(strand.nanoTime() - first);
    }

    /** All of them, those known longest first. */
    List<Digest> keys() {
        return List.copyOf(since.keySet());
    }
}

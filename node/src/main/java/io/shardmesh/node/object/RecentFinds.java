package io.shardmesh.node.object;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that have just been located, each for the one get that follows, so that it need not ask
 * all holders a second time. On the strand.
 */
final class RecentFinds {
    /** Asking for a passphrase lies between the two; who holds what hardly changes meanwhile. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    /** Each may hold a manifest of 64 KiB. */
    private static final int MAX_COUNT = 16;

    private final Scheduler strand;
    private final Map<Digest, Found> kept = new LinkedHashMap<>();

    private record Found(FoundObject object, long atNanos) {}

    RecentFinds(Scheduler strand) {
        this.strand = strand;
    }

    void keep(FoundObject object) {
        kept.remove(object.objectKey());
        kept.put(object.objectKey(), new Found(object, strand.nanoTime()));
        if (kept.size() > MAX_COUNT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    /** Gives the object out once, if there was enough of it and that is not long ago. */
    Optional<FoundObject> take(Digest objectKey) {
        return Optional.ofNullable(kept.remove(objectKey))
                .filter(found -> strand.nanoTime() - found.atNanos() < LIFE.toNanos())
                .map(Found::object)
                .filter(object -> object.foundCount() >= object.neededCount());
    }
}

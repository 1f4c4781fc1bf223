package io.shardmesh.testing.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a mesh has acknowledged to one home. Each name is put once, and what was not acknowledged is
 * not in here: it may be there or not. Thread-safe.
 */
final class Ledger {
    private final List<Stored> live = new ArrayList<>();
    private final List<Stored> deleted = new ArrayList<>();

    /**
     * A file.
     *
     * @param key its object's; empty for one in a bundle
     * @param completeCount complete shards or copies at its put
     */
    record Stored(String name, Content content, Optional<String> key, int completeCount) {}

    synchronized void acknowledge(Stored file) {
        live.add(file);
    }

    synchronized Optional<Stored> any(SplittableRandom random) {
        return live.isEmpty()
                ? Optional.empty()
                : Optional.of(live.get(random.nextInt(live.size())));
    }

    /** Ends the promise about a file, before its deletion begins. */
    synchronized Optional<Stored> withdrawAny(SplittableRandom random) {
        return live.isEmpty()
                ? Optional.empty()
                : Optional.of(live.remove(random.nextInt(live.size())));
    }

    synchronized void acknowledgeDeletion(Stored file) {
        deleted.add(file);
    }

    synchronized List<Stored> live() {
        return List.copyOf(live);
    }

    synchronized List<Stored> deleted() {
        return List.copyOf(deleted);
    }

    synchronized int liveCount() {
        return live.size();
    }
}

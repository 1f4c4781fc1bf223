package io.shardmesh.node.repair;

import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects that lack parts, and when each is to be looked at next: when those holders that come
 * before this one have had their time, and after an attempt in vain less and less often, because
 * what nobody can read or take costs a question to everybody each time.
 */
final class Lacking {
    /** More than can be repaired in an hour; of the others the next sweep finds what is left. */
    private static final int MAX_OBJECTS = 10_000;

    private static final int MAX_DOUBLINGS = 20;

    private final Scheduler strand;
    private final UpkeepSettings settings;
    private final Map<Digest, Wait> waits = new LinkedHashMap<>();

    /** One object's; times are the strand's. */
    private static final class Wait {
        private final long sinceNanos;
        private long turnNanos;
        private long restNanos;
        private int vainCount;

        Wait(long now) {
            this.sinceNanos = now;
            this.turnNanos = now;
            this.restNanos = now;
        }

        boolean isOver(long now) {
            return now - turnNanos >= 0 && now - restNanos >= 0;
        }
    }

    Lacking(Scheduler strand, UpkeepSettings settings) {
        this.strand = strand;
        this.settings = settings;
    }

    /**
     * Notes that it lacks something; the first time counts.
     *
     * @param rank how many holders repair it before this one does
     * @return whether it is this node's turn now
     */
    boolean isTurn(Digest objectKey, int rank) {
        long now = strand.nanoTime();
        Wait wait = waits.get(objectKey);
        if (wait == null) {
            wait = new Wait(now);
            if (waits.size() < MAX_OBJECTS) {
                waits.put(objectKey, wait);
            }
        }
        wait.turnNanos = wait.sinceNanos + settings.rankDelay().multipliedBy(rank).toNanos();
        return wait.isOver(now);
    }

    /** Notes that nothing could be done for it now. */
    void vain(Digest objectKey) {
        Wait wait = waits.get(objectKey);
        if (wait != null) {
            wait.vainCount = Math.min(wait.vainCount + 1, MAX_DOUBLINGS);
            Duration pause = settings.rankDelay().multipliedBy(1L << wait.vainCount);
            Duration longest = settings.sweepEvery();
            wait.restNanos =
                    strand.nanoTime() + (pause.compareTo(longest) < 0 ? pause : longest).toNanos();
        }
    }

    /** Something has changed by which what was in vain may not be any more. */
    void hopeAgain() {
        waits.values()
                .forEach(wait -> {
                    wait.vainCount = 0;
                    wait.restNanos = strand.nanoTime();
                });
    }

    void forget(Digest objectKey) {
        waits.remove(objectKey);
    }

    int count() {
        return waits.size();
    }

    /** Those to be looked at now, those known longest first. */
    List<Digest> due() {
        long now = strand.nanoTime();
        return waits.entrySet().stream()
                .filter(wait -> wait.getValue().isOver(now))
                .map(Map.Entry::getKey)
                .toList();
    }
}

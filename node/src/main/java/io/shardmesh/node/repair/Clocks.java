package io.shardmesh.node.repair;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the clocks of others are from this node's, by what they said when they were last asked.
 * Since then time has passed as the steady clock of this machine counts it, so that a jump of its
 * own wall clock shows at once.
 */
final class Clocks {
    /** Fewer say nothing about who is wrong. */
    private static final int LEAST_PEERS = 3;

    private static final Duration TOLERANCE = Duration.ofDays(1);

    private final Environment environment;
    private final Map<PeerId, Heard> heard = new HashMap<>();

    private record Heard(Instant time, long atNanos) {}

    Clocks(Environment environment) {
        this.environment = environment;
    }

    /** Notes what a peer's clock shows now. */
    void heard(PeerId peer, Instant time) {
        heard.put(peer, new Heard(time, environment.strand().nanoTime()));
    }

    /** Whether the median of at least three others is within a day of this node's clock. */
    boolean agree() {
        if (heard.size() < LEAST_PEERS) {
            return false;
        }
        Instant now = environment.clock().instant();
        long nanos = environment.strand().nanoTime();
        List<Duration> sorted =
                heard.values().stream()
                        .map(one ->
                                Duration.between(now, one.time().plusNanos(nanos - one.atNanos())))
                        .sorted()
                        .toList();
        Duration low = sorted.get((sorted.size() - 1) / 2).abs();
        Duration high = sorted.get(sorted.size() / 2).abs();
        return low.compareTo(TOLERANCE) <= 0 && high.compareTo(TOLERANCE) <= 0;
    }
}

package io.shardmesh.node.repair;

import java.time.Duration;

/**
 * How patient and how fast the upkeep of a node is.
 *
 * @param grace how long a holder may be away before its parts are made again. Machines that are off
 *     over night or a long week-end day come back with what they had; to copy it would cost more
 *     than to wait
 * @param urgentGrace the same for an object that would not survive one more loss
 * @param sweepEvery between two looks at everything that is here
 * @param rankDelay how much longer each further holder of an object waits for those before it to
 *     repair it
 * @param repairBytesPerSecond what repairs read at most
 * @param scrubBytesPerSecond what checking the own disk reads at most
 * @param roundEvery in which each own shard is read and each object's other holders are audited
 */
public record UpkeepSettings(
        Duration grace,
        Duration urgentGrace,
        Duration sweepEvery,
        Duration rankDelay,
        long repairBytesPerSecond,
        long scrubBytesPerSecond,
        Duration roundEvery) {
    /** Of the usual grace ten minutes: longer than a machine takes to start anew. */
    private static final int URGENCY = 72;

    /** A node that has just started reaches the others within seconds, not at once. */
    private static final Duration LEAST_URGENT = Duration.ofSeconds(5);

    private static final int SWEEPS_IN_GRACE = 4;
    private static final int RANKS_IN_GRACE = 20;
    private static final Duration LONGEST_SWEEP = Duration.ofHours(1);
    private static final Duration LONGEST_RANK_DELAY = Duration.ofMinutes(1);

    /** A third of what a link of 1 Gbit/s carries, so that users are served beside a repair. */
    private static final long REPAIR_BYTES_PER_SECOND = 40L << 20;

    /** Four terabytes in six days; a disk gives ten times as much. */
    private static final long SCRUB_BYTES_PER_SECOND = 8L << 20;

    /** A month for a grace of 12 h: what a disk loses silently is found before a second loss. */
    private static final int GRACES_IN_ROUND = 60;

    /** The usual ones with this grace; all waiting is in proportion to it, up to a limit. */
    public static UpkeepSettings ofGrace(Duration grace) {
        return new UpkeepSettings(
                grace,
                shorter(grace, longer(grace.dividedBy(URGENCY), LEAST_URGENT)),
                shorter(grace.dividedBy(SWEEPS_IN_GRACE), LONGEST_SWEEP),
                shorter(grace.dividedBy(RANKS_IN_GRACE), LONGEST_RANK_DELAY),
                REPAIR_BYTES_PER_SECOND,
                SCRUB_BYTES_PER_SECOND,
                grace.multipliedBy(GRACES_IN_ROUND));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

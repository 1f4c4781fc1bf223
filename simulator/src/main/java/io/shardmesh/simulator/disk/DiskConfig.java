package io.shardmesh.simulator.disk;

import java.time.Duration;

/**
 * What sort of disk it is.
 *
 * @param capacityBytes sum of file lengths that fits
 * @param callLatency how long every call takes
 * @param syncLatency how long a sync takes on top
 * @param jitter up to so much longer, at random
 */
public record DiskConfig(
        long capacityBytes, Duration callLatency, Duration syncLatency, Duration jitter) {
    /** Large, and every call is done in the next turn of the strand. */
    public static final DiskConfig INSTANT =
            new DiskConfig(1L << 40, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** The same disk with another capacity. */
    public DiskConfig withCapacityBytes(long bytes) {
        return new DiskConfig(bytes, callLatency, syncLatency, jitter);
    }
}

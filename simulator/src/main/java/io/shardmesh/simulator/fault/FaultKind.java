package io.shardmesh.simulator.fault;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A fault with its rate.
 *
 * @param name one word or two, for counts
 * @param share how often, in proportion to the shares of the others
 * @param longest how long it lasts at most; at least a tenth of that
 * @param fault what it does
 */
record FaultKind(String name, int share, Duration longest, Fault fault) {
    Duration drawDuration(SplittableRandom random) {
        long nanos = longest.toNanos();
        return Duration.ofNanos(nanos / 10 + random.nextLong(nanos - nanos / 10 + 1));
    }
}

package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.fault.Fault.Struck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Wall clocks that are wrong. Time that is waited for is not touched.
 *
 * @param jumps a clock is off by seconds, hours or a year, in either direction
 */
record ClockFaults(int jumps) {
    private static final List<Duration> SIZES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofHours(2),
                    Duration.ofDays(40),
                    Duration.ofDays(365));

    List<FaultKind> kinds() {
        return List.of(
                new FaultKind("clock jump", jumps, Duration.ofMinutes(10), ClockFaults::jump));
    }

    private static Optional<Struck> jump(Ground ground) {
        SimulatedNode victim = ground.anyNode();
        Duration size = SIZES.get(ground.random().nextInt(SIZES.size()));
        Duration error = ground.random().nextBoolean() ? size : size.negated();
        victim.clockOff(error);
        return Struck.until(
                "the clock of " + victim.host() + " is off by " + error,
                () -> victim.clockOff(Duration.ZERO));
    }
}

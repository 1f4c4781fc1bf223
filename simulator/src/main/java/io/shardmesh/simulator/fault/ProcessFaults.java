package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.disk.SimulatedDisk;
import io.shardmesh.simulator.fault.Fault.Struck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Machines and processes that end, and start again when the fault heals.
 *
 * @param powerLosses the power goes at any time
 * @param atDiskSteps the power goes in the middle of a disk call, soon
 * @param kills the process ends and its page cache stays
 * @param away the machine is off for long
 * @param blackouts the power of all machines goes at once
 */
record ProcessFaults(int powerLosses, int atDiskSteps, int kills, int away, int blackouts) {
    private static final Duration SHORT = Duration.ofSeconds(40);
    private static final Duration LONG = Duration.ofMinutes(20);

    /** More than a put takes, so that the power may go before, in or after any part of one. */
    private static final int MAX_STEPS = 60;

    List<FaultKind> kinds() {
        return List.of(
                new FaultKind("power loss", powerLosses, SHORT, ProcessFaults::crash),
                new FaultKind("power loss in a disk call", atDiskSteps, SHORT, ProcessFaults::arm),
                new FaultKind("kill -9", kills, SHORT, ProcessFaults::kill),
                new FaultKind("away", away, LONG, ProcessFaults::crash),
                new FaultKind("blackout", blackouts, SHORT, ProcessFaults::blackout));
    }

    private static Optional<Struck> crash(Ground ground) {
        return ground.standing()
                .map(victim -> {
                    victim.crash();
                    return new Struck(
                            victim.host() + " loses its power", () -> ground.restart(victim));
                });
    }

    private static Optional<Struck> kill(Ground ground) {
        return ground.standing()
                .map(victim -> {
                    victim.kill();
                    return new Struck(victim.host() + " is killed", () -> ground.restart(victim));
                });
    }

    private static Optional<Struck> arm(Ground ground) {
        return ground.standing()
                .map(victim -> {
                    boolean home = ground.random().nextInt(4) == 0;
                    SimulatedDisk disk = home ? victim.homeDisk() : victim.storeDisk();
                    int steps = 1 + ground.random().nextInt(MAX_STEPS);
                    disk.powerOffAtStep(disk.stepCount() + steps, () -> powerGone(victim, disk));
                    return new Struck(
                            "%s loses its power %d disk calls from now"
                                    .formatted(victim.host(), steps),
                            () -> {
                                disk.powerOffAtStep(Long.MAX_VALUE);
                                ground.restart(victim);
                            });
                });
    }

    private static void powerGone(SimulatedNode victim, SimulatedDisk disk) {
        boolean stillThere = victim.homeDisk() == disk || victim.storeDisk() == disk;
        if (stillThere && !victim.isOff()) {
            victim.crash();
        }
    }

    private static Optional<Struck> blackout(Ground ground) {
        ground.nodes().stream().filter(node -> !node.isOff()).forEach(SimulatedNode::crash);
        return Struck.until(
                "the power of all machines goes", () -> ground.nodes().forEach(ground::restart));
    }
}

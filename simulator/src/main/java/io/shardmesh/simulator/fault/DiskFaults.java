package io.shardmesh.simulator.fault;

import io.shardmesh.node.api.FailureKind;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.disk.DiskConfig;
import io.shardmesh.simulator.disk.DiskFault;
import io.shardmesh.simulator.disk.SimulatedDisk;
import io.shardmesh.simulator.fault.Fault.Struck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * What disks do while the power stays. What they lose when it goes is in {@link ProcessFaults}.
 *
 * @param full no file can grow
 * @param slow every call takes up to a second
 * @param readErrors some reads fail
 * @param writeErrors some writes, creations and renames fail
 * @param syncErrors some syncs fail, and what they were for stays unsynced
 * @param rot a bit of a stored shard changes
 */
record DiskFaults(int full, int slow, int readErrors, int writeErrors, int syncErrors, int rot) {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Without deleting: what could not be deleted stays until the next start, which is known. */
    private static final List<String> WRITES =
            List.of("open", "write", "truncate", "rename", "make directory");

    List<FaultKind> kinds() {
        return List.of(
                new FaultKind("full disk", full, LONG, DiskFaults::fill),
                new FaultKind("slow disk", slow, LONG, DiskFaults::slowDown),
                errors("read errors", readErrors, "read"::equals),
                errors("write errors", writeErrors, WRITES::contains),
                errors("sync errors", syncErrors, "sync"::equals),
                new FaultKind("bit rot", rot, Duration.ofNanos(1), Rot::strike));
    }

    private static FaultKind errors(String name, int share, Predicate<String> operations) {
        return new FaultKind(name, share, LONG, ground -> fail(ground, name, operations));
    }

    private static Optional<Struck> fail(Ground ground, String name, Predicate<String> operations) {
        return onDisk(
                ground,
                (victim, disk) -> {
                    SplittableRandom each = ground.random().split();
                    int oneOf = 1 + ground.random().nextInt(4);
                    DiskFault fault =
                            (operation, path) ->
                                    operations.test(operation) && each.nextInt(oneOf) == 0
                                            ? Optional.of(FailureKind.IO)
                                            : Optional.empty();
                    disk.inject(fault);
                    return Struck.until(
                            name + " at " + victim.host() + ", one call of " + oneOf,
                            () -> disk.inject(DiskFault.NONE));
                });
    }

    private static Optional<Struck> fill(Ground ground) {
        return onDisk(
                ground,
                (victim, disk) -> {
                    disk.config(disk.config().withCapacityBytes(0));
                    return Struck.until(
                            "the disk of " + victim.host() + " is full", () -> mend(victim));
                });
    }

    private static Optional<Struck> slowDown(Ground ground) {
        return onDisk(
                ground,
                (victim, disk) -> {
                    Duration call = Duration.ofMillis(1 + ground.random().nextInt(300));
                    disk.config(
                            new DiskConfig(
                                    disk.config().capacityBytes(),
                                    call,
                                    call.multipliedBy(3),
                                    call));
                    return Struck.until(
                            "a disk of %s takes %d ms a call"
                                    .formatted(victim.host(), call.toMillis()),
                            () -> mend(victim));
                });
    }

    /** Both disks, because the one that was struck may have been replaced after a crash. */
    private static void mend(SimulatedNode victim) {
        victim.homeDisk().config(SimulatedNode.DISK);
        victim.storeDisk().config(SimulatedNode.DISK);
    }

    private interface OnDisk {
        Optional<Struck> strike(SimulatedNode victim, SimulatedDisk disk);
    }

    private static Optional<Struck> onDisk(Ground ground, OnDisk strike) {
        SimulatedNode victim = ground.anyNode();
        boolean home = ground.random().nextInt(4) == 0;
        return strike.strike(victim, home ? victim.homeDisk() : victim.storeDisk());
    }
}

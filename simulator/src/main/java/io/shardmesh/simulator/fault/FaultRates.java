package io.shardmesh.simulator.fault;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** All knobs: shares of the kinds of fault, relative to each other. */
public record FaultRates(
        NetworkFaults network,
        DiskFaults disks,
        ProcessFaults processes,
        ClockFaults clocks,
        LyingPeers liars) {
    /** Shares under which most operations still succeed. */
    public static FaultRates usual() {
        return new FaultRates(
                new NetworkFaults(8, 4, 4, 2, 4, 4),
                new DiskFaults(2, 3, 3, 3, 3, 4),
                new ProcessFaults(6, 10, 5, 2, 1),
                new ClockFaults(4),
                new LyingPeers(3, 2, 2));
    }

    /**
     * The kinds of one seed. Each share becomes something from nothing to the double, so that seeds
     * differ in what goes wrong and not only in when.
     */
    List<FaultKind> drawn(SplittableRandom random) {
        return Stream.of(
                        network.kinds(),
                        disks.kinds(),
                        processes.kinds(),
                        clocks.kinds(),
                        liars.kinds())
                .flatMap(List::stream)
                .map(kind ->
                        new FaultKind(
                                kind.name(),
                                random.nextInt(2 * kind.share() + 1),
                                kind.longest(),
                                kind.fault()))
                .filter(kind -> kind.share() > 0)
                .toList();
    }
}

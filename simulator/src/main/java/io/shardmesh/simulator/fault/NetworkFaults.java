package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.fault.Fault.Struck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a network does that is still TCP: bytes come in order, late, or not any more.
 *
 * @param breaks connections of two machines are reset
 * @param cuts nothing passes between two, and nobody is told
 * @param oneWayCuts nothing passes from one to another; the way back is open
 * @param partitions the machines fall into two groups
 * @param slowLines one machine's line has latency, jitter and few bytes a second
 * @param stalls nothing passes to or from one machine for seconds, then all at once
 */
record NetworkFaults(
        int breaks, int cuts, int oneWayCuts, int partitions, int slowLines, int stalls) {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Shorter than what makes a peer give a connection up. */
    private static final Duration STALL = Duration.ofSeconds(15);

    List<FaultKind> kinds() {
        return List.of(
                new FaultKind("break", breaks, Duration.ofNanos(1), NetworkFaults::breakPair),
                new FaultKind("cut", cuts, LONG, NetworkFaults::cut),
                new FaultKind("one-way cut", oneWayCuts, LONG, NetworkFaults::cutOneWay),
                new FaultKind("partition", partitions, LONG, NetworkFaults::partition),
                new FaultKind("slow line", slowLines, LONG, NetworkFaults::slow),
                new FaultKind("stall", stalls, STALL, NetworkFaults::stall));
    }

    private static Optional<Struck> breakPair(Ground ground) {
        Ground.Pair pair = ground.pair();
        ground.mesh().network().breakConnections(pair.one(), pair.other());
        return Struck.once("resets " + pair.one() + " and " + pair.other());
    }

    private static Optional<Struck> cut(Ground ground) {
        Ground.Pair pair = ground.pair();
        return ground.cut(
                pair.one() + " from " + pair.other(),
                List.of(new Cuts.Way(pair.one(), pair.other()), pair.back()));
    }

    private static Optional<Struck> cutOneWay(Ground ground) {
        Ground.Pair pair = ground.pair();
        return ground.cut(
                "the way from " + pair.one() + " to " + pair.other(),
                List.of(new Cuts.Way(pair.one(), pair.other())));
    }

    private static Optional<Struck> partition(Ground ground) {
        List<String> side = new ArrayList<>();
        List<String> otherSide = new ArrayList<>();
        for (SimulatedNode node : ground.nodes()) {
            (ground.random().nextInt(3) == 0 ? side : otherSide).add(node.host());
        }
        List<Cuts.Way> ways = new ArrayList<>();
        for (String one : side) {
            for (String other : otherSide) {
                ways.add(new Cuts.Way(one, other));
                ways.add(new Cuts.Way(other, one));
            }
        }
        return ground.cut(side + " from the others", ways);
    }

    private static Optional<Struck> stall(Ground ground) {
        String host = ground.anyNode().host();
        List<Cuts.Way> ways = new ArrayList<>();
        for (SimulatedNode other : ground.nodes()) {
            ways.add(new Cuts.Way(host, other.host()));
            ways.add(new Cuts.Way(other.host(), host));
        }
        return ground.cut(host + " for a while", ways);
    }

    private static Optional<Struck> slow(Ground ground) {
        SlowLines.Line line =
                new SlowLines.Line(
                        ground.anyNode().host(),
                        Duration.ofMillis(20 + ground.random().nextInt(400)),
                        Duration.ofMillis(1 + ground.random().nextInt(200)),
                        20_000 + ground.random().nextInt(2_000_000));
        ground.slowLines().add(line);
        return Struck.until(line.toString(), () -> ground.slowLines().remove(line));
    }
}

package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Where faults strike: the machines, and the dice. */
final class Ground {
    /** More machines than that are not off at once but in a blackout: operations need some. */
    private static final int MAX_OFF = 4;

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final SimulatedMesh mesh;
    private final Supplier<List<SimulatedNode>> nodes;
    private final SplittableRandom random;
    private final BiConsumer<SimulatedNode, String> damaged;
    private final Cuts cuts;
    private final SlowLines slowLines;

    Ground(
            SimulatedMesh mesh,
            Supplier<List<SimulatedNode>> nodes,
            SplittableRandom random,
            BiConsumer<SimulatedNode, String> damaged) {
        this.mesh = mesh;
        this.nodes = nodes;
        this.random = random;
        this.damaged = damaged;
        this.cuts = new Cuts(mesh.network());
        this.slowLines = new SlowLines(random.split());
        mesh.delay(slowLines);
    }

    /** Two different hosts. */
    record Pair(String one, String other) {
        Cuts.Way back() {
            return new Cuts.Way(other, one);
        }
    }

    SimulatedMesh mesh() {
        return mesh;
    }

    SplittableRandom random() {
        return random;
    }

    SlowLines slowLines() {
        return slowLines;
    }

    /** The machines of the mesh as it is now. */
    List<SimulatedNode> nodes() {
        return nodes.get();
    }

    /** Any machine, on or off. */
    SimulatedNode anyNode() {
        return any(nodes());
    }

    Pair pair() {
        List<SimulatedNode> all = nodes();
        int one = random.nextInt(all.size());
        int other = (one + 1 + random.nextInt(all.size() - 1)) % all.size();
        return new Pair(all.get(one).host(), all.get(other).host());
    }

    /** A running machine that may go down; empty when too many are off already. */
    Optional<SimulatedNode> standing() {
        List<SimulatedNode> running = nodes().stream().filter(SimulatedNode::isRunning).toList();
        boolean enough = running.size() > Math.max(1, nodes().size() - MAX_OFF);
        return enough ? Optional.of(any(running)) : Optional.empty();
    }

    private SimulatedNode any(List<SimulatedNode> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Cuts these ways until the fault heals. */
    Optional<Fault.Struck> cut(String what, List<Cuts.Way> ways) {
        cuts.add(ways);
        return Fault.Struck.until("cuts " + what, () -> cuts.remove(ways));
    }

    /** A stored file at this machine is no longer what was written. */
    void damaged(SimulatedNode victim, String path) {
        damaged.accept(victim, path);
    }

    /** Starts the machine's process if none is there, and tries again while its disk fails. */
    void restart(SimulatedNode node) {
        if (!node.isOff() || !nodes().contains(node)) {
            return;
        }
        node.begin()
                .whenComplete((done, trouble) -> {
                    if (trouble != null) {
                        mesh.time().schedule(RETRY, () -> restart(node));
                    }
                });
    }
}

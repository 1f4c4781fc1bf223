package io.shardmesh.simulator.fault;

import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Strikes so many faults, spread over a time, and heals each of them after a while. */
public final class FaultPlan {
    private static final int MAX_TRIES = 20;

    private final SimulatedMesh mesh;
    private final SplittableRandom random;
    private final Ground ground;
    private final List<FaultKind> kinds;
    private final Map<Long, Fault.Struck> active = new LinkedHashMap<>();
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private long strikeCount;

    private FaultPlan(
            SimulatedMesh mesh, SplittableRandom random, Ground ground, List<FaultKind> kinds) {
        this.mesh = mesh;
        this.random = random;
        this.ground = ground;
        this.kinds = kinds;
    }

    /**
     * Plans faults; nothing strikes before {@link #schedule}.
     *
     * @param nodes the machines as they are when asked
     * @param damaged told which stored file at which machine a fault has changed for good
     */
    public static FaultPlan create(
            SimulatedMesh mesh,
            SplittableRandom random,
            FaultRates rates,
            Supplier<List<SimulatedNode>> nodes,
            BiConsumer<SimulatedNode, String> damaged) {
        Ground ground = new Ground(mesh, nodes, random.split(), damaged);
        return new FaultPlan(mesh, random, ground, rates.drawn(random));
    }

    /** Has that many faults strike at random moments within the time from now. */
    public void schedule(int faultCount, Duration within) {
        for (int i = 0; i < faultCount; i++) {
            long at = random.nextLong(within.toNanos());
            mesh.time().schedule(Duration.ofNanos(at), this::strike);
        }
    }

    /** Heals all that is wrong; every machine of the mesh starts again. */
    public void healAll() {
        for (Long id : new ArrayList<>(active.keySet())) {
            heal(id);
        }
        ground.nodes().forEach(ground::restart);
    }

    /** What goes wrong now, for readers. */
    public List<String> active() {
        return active.values().stream().map(Fault.Struck::what).toList();
    }

    /** How often each kind has struck. */
    public Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** How many faults have struck. */
    public int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Another kind when one finds no victim, so that the number of faults stays what was asked. */
    private void strike() {
        for (int i = 0; i < MAX_TRIES; i++) {
            FaultKind kind = drawKind();
            Optional<Fault.Struck> struck = kind.fault().strike(ground);
            if (struck.isPresent()) {
                begun(kind, struck.get());
                return;
            }
        }
    }

    private void begun(FaultKind kind, Fault.Struck struck) {
        counts.merge(kind.name(), 1, Integer::sum);
        Duration lasts = kind.drawDuration(random);
        long id = strikeCount++;
        active.put(id, struck);
        mesh.trace().note("fault", struck.what() + "; " + lasts.toSeconds() + " s");
        mesh.time().schedule(lasts, () -> heal(id));
    }

    private void heal(Long id) {
        Fault.Struck struck = active.remove(id);
        if (struck != null) {
            struck.heal().run();
        }
    }

    private FaultKind drawKind() {
        int left = random.nextInt(kinds.stream().mapToInt(FaultKind::share).sum());
        for (FaultKind kind : kinds) {
            left -= kind.share();
            if (left < 0) {
                return kind;
            }
        }
        throw new AssertionError("shares do not add up");
    }
}

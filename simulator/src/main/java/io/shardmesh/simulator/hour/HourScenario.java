package io.shardmesh.simulator.hour;

import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.NodeMode;
import io.shardmesh.node.api.NodeOptions;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.fault.FaultPlan;
import io.shardmesh.simulator.fault.FaultRates;
import io.shardmesh.simulator.invariant.Bounds;
import io.shardmesh.simulator.invariant.Findings;
import io.shardmesh.simulator.invariant.KeptWord;
import io.shardmesh.simulator.invariant.Promises;
import io.shardmesh.simulator.invariant.Secrecy;
import io.shardmesh.simulator.load.Load;
import io.shardmesh.simulator.load.Population;
import io.shardmesh.simulator.load.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Users and faults for hours of virtual time, then {@link Healing}. The seed decides all: keys,
 * latencies, operations, faults and their moments. What has to hold is checked while it goes: bytes
 * at each get, what a holder has acknowledged at each of its starts, tables and disks at intervals.
 */
public final class HourScenario {
    private static final Duration BOUNDS_INTERVAL = Duration.ofMinutes(2);
    private static final Duration DISKS_INTERVAL = Duration.ofMinutes(20);

    /** After which a holder is given up; half of the runs see hardly any repair. */
    private static final List<Duration> GRACES =
            List.of(
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(8),
                    NodeOptions.DEFAULT_REPAIR_GRACE,
                    NodeOptions.DEFAULT_REPAIR_GRACE);

    private final long seed;
    private final HourPlan plan;
    private final SimulatedMesh mesh;
    private final Population population;
    private final FaultPlan faults;
    private final Findings findings;
    private final Promises promises;
    private final KeptWord keptWord;
    private final Secrecy secrecy;
    private final Bounds bounds;
    private final Load load;
    private final Duration repairGrace;

    private HourScenario(long seed, HourPlan plan) {
        this.seed = seed;
        this.plan = plan;
        SplittableRandom random = new SplittableRandom(seed ^ 0x5ca1ab1e);
        mesh = SimulatedMesh.create(seed, plan.holderCount());
        List<SimulatedNode> residents = new ArrayList<>(mesh.holders());
        residents.add(mesh.client());
        residents.add(mesh.machine("10.0.1.2", NodeMode.SERVICE));
        population = new Population(residents);
        faults =
                FaultPlan.create(
                        mesh,
                        random.split(),
                        FaultRates.usual(),
                        population::members,
                        this::damaged);
        findings = new Findings(mesh, faults::active);
        promises = new Promises(findings, population::byPeer);
        keptWord = new KeptWord(promises, findings);
        repairGrace = GRACES.get(random.split().nextInt(GRACES.size()));
        String marker = "plaintext-marker-" + seed + " ";
        secrecy = new Secrecy(findings, marker);
        bounds = new Bounds(findings);
        load = new Load(new Users(mesh, population, promises, findings, marker), random.split());
    }

    /** Runs the seed to its end or to the first invariant that does not hold. */
    public static HourReport run(long seed, HourPlan plan) {
        HourScenario scenario = new HourScenario(seed, plan);
        try {
            scenario.run();
        } catch (RuntimeException bug) {
            scenario.findings.bug("a node", bug);
        }
        return scenario.report();
    }

    private void run() {
        mesh.repairGrace(repairGrace);
        mesh.witness(promises);
        mesh.trace().note("simulator", "repairs after " + repairGrace);
        mesh.found();
        mesh.join(population.members().getLast(), InviteRole.CLIENT);
        mesh.overhear(secrecy::overheard);
        mesh.onStart(this::started);
        load.schedule(plan.operationsPerHour() * plan.hours(), plan.length());
        faults.schedule(plan.faultsPerHour() * plan.hours(), plan.length());
        every(BOUNDS_INTERVAL, () -> running().forEach(bounds::check));
        every(DISKS_INTERVAL, () -> population.members().forEach(secrecy::checkDisks));
        mesh.time().runUntil(() -> findings.first().isPresent(), plan.length());
        if (findings.first().isEmpty()) {
            new Healing(mesh, population, faults, load, promises, keptWord, findings, repairGrace)
                    .run();
            population.members().forEach(secrecy::checkDisks);
        }
    }

    private void started(SimulatedNode node) {
        var _ = keptWord.check(node);
    }

    private void damaged(SimulatedNode node, String path) {
        promises.damaged(node, path);
    }

    private List<SimulatedNode> running() {
        return population.members().stream().filter(SimulatedNode::isRunning).toList();
    }

    private void every(Duration interval, Runnable check) {
        mesh.time()
                .schedule(
                        interval,
                        () -> {
                            check.run();
                            every(interval, check);
                        });
    }

    private HourReport report() {
        return new HourReport(
                seed,
                load.tallies(),
                faults.counts(),
                promises.count(),
                Duration.ofNanos(mesh.time().nanoTime()),
                mesh.trace().digest(),
                findings.first(),
                findings.first()
                        .map(broken -> mesh.trace().linesOf(broken.hosts()))
                        .orElse(List.of()));
    }
}

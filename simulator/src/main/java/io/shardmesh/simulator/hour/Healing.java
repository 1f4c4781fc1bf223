package io.shardmesh.simulator.hour;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.simulator.SimulatedMesh;
import io.shardmesh.simulator.SimulatedNode;
import io.shardmesh.simulator.fault.FaultPlan;
import io.shardmesh.simulator.invariant.Findings;
import io.shardmesh.simulator.invariant.KeptWord;
import io.shardmesh.simulator.invariant.Leftovers;
import io.shardmesh.simulator.invariant.Promise;
import io.shardmesh.simulator.invariant.Promises;
import io.shardmesh.simulator.invariant.Wholeness;
import io.shardmesh.simulator.load.GetFile;
import io.shardmesh.simulator.load.Load;
import io.shardmesh.simulator.load.Population;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Liveness: all faults stop, and within a bound of virtual time every machine runs, every operation
 * has ended, every member has reached every other, and nothing is left of what was not finished.
 * Then all power goes once more, and every acknowledged object can be read that has not lost too
 * much.
 */
final class Healing {
    /** A start reads the whole store, and one that failed is tried again after ten seconds. */
    private static final Duration START_BOUND = Duration.ofMinutes(2);

    /** An operation may wait for several holders one after the other, each until it is given up. */
    private static final Duration END_BOUND = Duration.ofMinutes(5);

    /** A member that could not be reached is tried again after a minute at the latest. */
    private static final Duration CONNECT_BOUND = Duration.ofMinutes(3);

    /** A list goes to everybody within two seconds, over at most as many hops as there are gaps. */
    private static final Duration SPREAD_BOUND = Duration.ofMinutes(1);

    /** A holder sees after 35 s that a putter is gone whose connection was cut. */
    private static final Duration CLEAN_BOUND = Duration.ofMinutes(2);

    /** A longer grace is not waited for. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    private static final Duration STEP = Duration.ofSeconds(5);

    private final SimulatedMesh mesh;
    private final Population population;
    private final FaultPlan faults;
    private final Load load;
    private final Promises promises;
    private final KeptWord keptWord;
    private final Findings findings;
    private final Duration repairGrace;
    private final Wholeness wholeness;
    private long newestList;

    Healing(
            SimulatedMesh mesh,
            Population population,
            FaultPlan faults,
            Load load,
            Promises promises,
            KeptWord keptWord,
            Findings findings,
            Duration repairGrace) {
        this.mesh = mesh;
        this.population = population;
        this.faults = faults;
        this.load = load;
        this.promises = promises;
        this.keptWord = keptWord;
        this.findings = findings;
        this.repairGrace = repairGrace;
        this.wholeness = new Wholeness(mesh, promises, findings);
    }

    void run() {
        mesh.trace().note("simulator", "all faults end");
        faults.healAll();
        within(START_BOUND, "does not run", this::down);
        within(END_BOUND, "has not ended", load::open);
        population.endMoves();
        within(CONNECT_BOUND, "is not connected", this::unconnected);
        within(SPREAD_BOUND, "is on an older list", this::outdated);
        within(CLEAN_BOUND, "is left", this::leftovers);
        if (repairGrace.compareTo(LONGEST_WAIT) <= 0) {
            within(mendBound(), "is not as it should be", this::lacking);
        }
        if (findings.first().isEmpty()) {
            blackout();
            readAll();
            wholeness.checkDeleted();
        }
    }

    /**
     * All who are lost have been given up, and each holder has had its turn, some of them twice.
     */
    private Duration mendBound() {
        return repairGrace.multipliedBy(3).plusMinutes(5);
    }

    private List<String> lacking() {
        return wholeness.lacking(population.members());
    }

    /** What is acknowledged outlives a loss of all power, also where nothing else went wrong. */
    private void blackout() {
        population.members().forEach(SimulatedNode::crash);
        faults.healAll();
        within(START_BOUND, "does not run", this::down);
        within(CONNECT_BOUND, "is not connected", this::unconnected);
        within(SPREAD_BOUND, "is on an older list", this::outdated);
    }

    /** Goes on until nothing is missing any more; a finding when the time is over before. */
    private void within(Duration bound, String what, Supplier<List<String>> missing) {
        long end = mesh.time().nanoTime() + bound.toNanos();
        while (findings.first().isEmpty() && !missing.get().isEmpty()) {
            if (mesh.time().nanoTime() >= end) {
                List<String> rest = missing.get();
                findings.broken(
                        "%d min without faults, and %s: %s"
                                .formatted(bound.toMinutes(), what, rest),
                        hostsIn(rest));
                return;
            }
            mesh.time().runUntil(() -> findings.first().isPresent(), STEP);
        }
    }

    private List<String> hostsIn(List<String> rest) {
        return population.members().stream()
                .map(SimulatedNode::host)
                .filter(host -> rest.stream().anyMatch(text -> (text + " ").contains(host + " ")))
                .toList();
    }

    private List<String> down() {
        return population.members().stream()
                .filter(node -> !node.isRunning())
                .map(SimulatedNode::host)
                .toList();
    }

    /**
     * Each that listens has a link with each other member; clients reach each other through them.
     */
    private List<String> unconnected() {
        return population.members().stream().flatMap(node -> missing(node).stream()).toList();
    }

    private List<String> missing(SimulatedNode node) {
        Set<PeerId> linked = new HashSet<>();
        mesh.await(node.network().links()).forEach(info -> linked.add(info.link().peer()));
        return population.members().stream()
                .filter(other -> other != node && (node.listens() || other.listens()))
                .filter(other -> !linked.contains(other.peer()))
                .map(other -> node.host() + " with " + other.host())
                .toList();
    }

    /** Whoever does not have the newest membership list that anybody had since the faults ended. */
    private List<String> outdated() {
        Map<String, Long> sequences = new LinkedHashMap<>();
        for (SimulatedNode node : population.members()) {
            sequences.put(node.host(), mesh.await(node.node().mesh().members()).sequence());
        }
        sequences.values().forEach(sequence -> newestList = Math.max(newestList, sequence));
        sequences.values().removeIf(sequence -> sequence == newestList);
        return List.copyOf(sequences.keySet());
    }

    private List<String> leftovers() {
        return population.members().stream().flatMap(node -> left(node).stream()).toList();
    }

    private List<String> left(SimulatedNode node) {
        long reserved =
                node.store().map(store -> mesh.await(store.usage()).reservedBytes()).orElse(0L);
        return reserved == 0
                ? Leftovers.at(node)
                : List.of(reserved + " reserved bytes at " + node.host());
    }

    private void readAll() {
        for (SimulatedNode node : population.members()) {
            mesh.await(keptWord.check(node));
            mesh.await(keptWord.checkBytes(node));
        }
        for (Promise promise : promises.all()) {
            if (findings.first().isEmpty() && promise.mustBeReadable()) {
                read(promise);
            }
        }
    }

    private void read(Promise promise) {
        CompletableFuture<Optional<Throwable>> end =
                GetFile.getAndCompare(promise.owner(), promise, findings)
                        .handle((done, trouble) -> Optional.ofNullable(trouble));
        mesh.await(end).ifPresent(trouble -> unreadable(promise, trouble));
        if (mesh.await(promise.owner().catalog().findByName(promise.name())).isEmpty()) {
            findings.broken(
                    "the catalog has lost the name of " + promise, List.of(promise.owner().host()));
        }
    }

    private void unreadable(Promise promise, Throwable trouble) {
        FailureException.find(trouble)
                .ifPresentOrElse(
                        known ->
                                findings.broken(
                                        "not readable, although enough of it is intact: "
                                                + promise
                                                + ": "
                                                + known,
                                        List.of(promise.owner().host())),
                        () -> findings.bug("a get", trouble));
    }
}

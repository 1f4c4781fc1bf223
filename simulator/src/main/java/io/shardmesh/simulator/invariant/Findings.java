package io.shardmesh.simulator.invariant;

import io.shardmesh.simulator.SimulatedMesh;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The first invariant that did not hold. A check reports here and does not throw, because most
 * checks run behind futures of the node, where an exception would only change what the node does
 * next.
 */
public final class Findings {
    private final SimulatedMesh mesh;
    private final Supplier<List<String>> activeFaults;
    private Optional<Broken> first = Optional.empty();

    /**
     * What must not happen has happened.
     *
     * @param what for which object or node, and why it is wrong
     * @param hosts the machines concerned; empty when all may be
     * @param faults what was wrong at that moment, because the simulator had it so
     */
    public record Broken(String what, List<String> hosts, List<String> faults) {}

    /** Nothing found yet. */
    public Findings(SimulatedMesh mesh, Supplier<List<String>> activeFaults) {
        this.mesh = mesh;
        this.activeFaults = activeFaults;
    }

    /** Notes that an invariant does not hold; only the first counts. */
    public void broken(String what, List<String> hosts) {
        if (first.isEmpty()) {
            mesh.trace().note("simulator", "BROKEN: " + what);
            first = Optional.of(new Broken(what, List.copyOf(hosts), activeFaults.get()));
        }
    }

    /** Notes something that no node may do: a program that throws. */
    public void bug(String where, Throwable thrown) {
        if (first.isEmpty()) {
            Arrays.stream(thrown.getStackTrace())
                    .forEach(frame -> mesh.trace().note("simulator", "  at " + frame));
            broken(where + " threw " + thrown, List.of());
        }
    }

    /** The first that was broken. */
    public Optional<Broken> first() {
        return first;
    }
}

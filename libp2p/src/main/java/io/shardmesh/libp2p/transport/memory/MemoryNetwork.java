package io.shardmesh.libp2p.transport.memory;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network of hosts that behave as TCP does: bytes arrive in order or the connection breaks.
 *
 * <p>Faults are set by name of host. A <b>cut</b> link loses nothing: as with TCP, bytes and dials
 * wait until it heals or an end gives up. A <b>broken</b> link resets its connections. A
 * <b>killed</b> host is a process that died: its peers see a reset, and its own side hears nothing
 * more.
 */
public final class MemoryNetwork {

    /**
     * How long bytes travel; asked for each segment, so it may change and may depend on the size.
     */
    @FunctionalInterface
    public interface Latency {

        /** The time from sending to arrival; a segment never overtakes an earlier one. */
        Duration between(String fromHost, String toHost, int bytes);
    }

    private record Link(String from, String to) {}

    private final Scheduler scheduler;
    private final Map<String, MemoryTransport> hosts = new LinkedHashMap<>();
    private final Set<Link> cuts = new LinkedHashSet<>();
    private final Set<MemoryConnection> connections = new LinkedHashSet<>();
    private final List<Runnable> waitingForHeal = new ArrayList<>();
    private Latency latency = (from, to, bytes) -> Duration.ofMillis(1);
    private int segmentBytes = 64 * 1024;

    private MemoryNetwork(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A network without hosts; every hop takes one millisecond until told otherwise. */
    public static MemoryNetwork create(Scheduler scheduler) {
        return new MemoryNetwork(scheduler);
    }

    /**
     * Adds a host, or starts a killed one anew; callbacks run on the network's own scheduler.
     *
     * @param host its IP address, or a name that is dialled by dns4
     * @throws IllegalStateException when the host lives already
     */
    public MemoryTransport transport(String host) {
        return transport(host, scheduler);
    }

    /** The same, with callbacks on the node's own strand of the same time. */
    public MemoryTransport transport(String host, Scheduler strand) {
        if (hosts.containsKey(host)) {
            throw new IllegalStateException("host exists: " + host);
        }
        MemoryTransport transport = new MemoryTransport(this, host, strand);
        hosts.put(host, transport);
        return transport;
    }

    /** Sets how long bytes travel from now on. */
    public void latency(Latency changed) {
        latency = changed;
    }

    /** Sets the largest piece in which bytes arrive; 1 lets every byte come alone. */
    public void segmentBytes(int changed) {
        if (changed < 1) {
            throw new IllegalArgumentException("segment of " + changed + " bytes");
        }
        segmentBytes = changed;
    }

    /** Holds everything back between the two hosts, both ways. */
    public void cut(String one, String other) {
        cuts.add(new Link(one, other));
        cuts.add(new Link(other, one));
    }

    /** Holds back what goes from the one to the other; the way back stays open. */
    public void cutOneWay(String from, String to) {
        cuts.add(new Link(from, to));
    }

    /** Cuts every link from a host of the one side to a host of the other. */
    public void partition(Collection<String> side, Collection<String> otherSide) {
        for (String one : side) {
            for (String other : otherSide) {
                cut(one, other);
            }
        }
    }

    /** Lets through what was held back between the two. */
    public void heal(String one, String other) {
        cuts.remove(new Link(one, other));
        cuts.remove(new Link(other, one));
        resumeHeld();
    }

    /** Heals every cut. */
    public void healAll() {
        cuts.clear();
        resumeHeld();
    }

    /** Resets every connection between the two. */
    public void breakConnections(String one, String other) {
        for (MemoryConnection connection : List.copyOf(connections)) {
            if (connection.joins(one, other)) {
                connection.broken("connection reset");
            }
        }
    }

    /** Ends the host's process; afterwards {@link #transport} may start it anew. */
    public void kill(String host) {
        MemoryTransport killed = hosts.remove(host);
        if (killed == null) {
            throw new IllegalStateException("no such host: " + host);
        }
        killed.die();
        for (MemoryConnection connection : List.copyOf(connections)) {
            if (connection.isOn(killed)) {
                connection.die();
            }
        }
    }

    /** Connections that are open, each counted at both ends; for tests of leaks. */
    public int openEndCount() {
        return connections.size();
    }

    Optional<MemoryTransport> host(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    boolean isCut(String from, String to) {
        return cuts.contains(new Link(from, to));
    }

    int segmentBytes() {
        return segmentBytes;
    }

    /** Runs the arrival after the time, or, when the link is cut then, once it heals. */
    void travel(String from, String to, Duration time, Runnable arrival) {
        scheduler.schedule(time, () -> arriveUnlessCut(from, to, arrival));
    }

    Duration latencyOf(String from, String to, int bytes) {
        return latency.between(from, to, bytes);
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    void opened(MemoryConnection end) {
        connections.add(end);
    }

    void ended(MemoryConnection end) {
        connections.remove(end);
    }

    private void arriveUnlessCut(String from, String to, Runnable arrival) {
        if (isCut(from, to)) {
            waitingForHeal.add(() -> arriveUnlessCut(from, to, arrival));
        } else {
            arrival.run();
        }
    }

    private void resumeHeld() {
        List<Runnable> held = List.copyOf(waitingForHeal);
        waitingForHeal.clear();
        held.forEach(scheduler::execute);
    }
}

package io.shardmesh.simulator.lookup;

import io.shardmesh.dht.LookupCosts;
import java.util.Locale;

/**
 * How a network of DHT nodes did.
 *
 * @param nodeCount nodes in all
 * @param joinedCount of them joined
 * @param joinRequestCount requests for each join, with the upkeep of the two minutes that followed
 * @param lookups what was looked up afterwards
 * @param tableSize peers in a routing table, on average
 * @param peersMet the most that any node has ever been connected with
 */
public record LookupReport(
        int nodeCount,
        int joinedCount,
        long joinRequestCount,
        Lookups lookups,
        double tableSize,
        int peersMet) {
    /**
     * Lookups of peers.
     *
     * @param count begun
     * @param foundCount those that reached the peer
     * @param costs of those that had to ask anybody
     */
    public record Lookups(int count, int foundCount, LookupCosts costs) {}

    /** Peers in a row until the wanted one, on average over the lookups that asked. */
    public double hops() {
        return average(lookups.costs().hopCount());
    }

    /** Requests of one lookup that asked, on average. */
    public double messages() {
        return average(lookups.costs().queryCount());
    }

    /** The logarithm of the number of nodes, to the base 2. */
    public double log2() {
        return Math.log(nodeCount) / Math.log(2);
    }

    private double average(long sum) {
        return (double) sum / Math.max(1, lookups.costs().lookupCount());
    }

    /** One line. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d nodes, %d joined with %d requests each; %d of %d lookups found their peer, %d"
                        + " had to ask: %.2f hops, %.1f messages, log2(n) %.2f; table %.1f peers,"
                        + " at most %d peers met",
                nodeCount,
                joinedCount,
                joinRequestCount,
                lookups.foundCount(),
                lookups.count(),
                lookups.costs().lookupCount(),
                hops(),
                messages(),
                log2(),
                tableSize,
                peersMet);
    }
}

package io.shardmesh.simulator.lookup;

import io.shardmesh.dht.LookupCosts;
import io.shardmesh.dht.LookupOutcome;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Nodes join one after the other by any that is in already, and then look for each other. Shows
 * what that costs beside the logarithm that Kademlia promises.
 */
public final class LookupScenario {
    private static final Duration BETWEEN_JOINS = Duration.ofMillis(100);
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(60);

    private LookupScenario() {}

    /**
     * Runs it.
     *
     * @param nodeCount at least 2
     * @param lookupCount lookups after all have joined, from any node for any other
     */
    public static LookupReport run(long seed, int nodeCount, int lookupCount) {
        SplittableRandom random = new SplittableRandom(seed);
        LookupNetwork network = new LookupNetwork(random.nextLong());
        LookupNode first = network.add();
        for (int number = 1; number < nodeCount; number++) {
            LookupNode gate = network.nodes().get(random.nextInt(number));
            network.add().join(gate);
            network.time().advance(BETWEEN_JOINS);
        }
        network.time().advance(SETTLING);
        long joinRequests = network.requestCount();
        int found = 0;
        LookupCosts costs = new LookupCosts(0, 0, 0);
        for (int lookup = 0; lookup < lookupCount; lookup++) {
            LookupNode asker = any(network.nodes(), random);
            LookupNode wanted = any(network.nodes(), random);
            LookupCosts before = asker.dht().costs();
            boolean there = find(network, asker, wanted);
            LookupCosts after = asker.dht().costs();
            found += there ? 1 : 0;
            costs =
                    new LookupCosts(
                            costs.lookupCount() + after.lookupCount() - before.lookupCount(),
                            costs.queryCount() + after.queryCount() - before.queryCount(),
                            costs.hopCount() + after.hopCount() - before.hopCount());
        }
        return report(
                network, first, new LookupReport.Lookups(lookupCount, found, costs), joinRequests);
    }

    private static boolean find(LookupNetwork network, LookupNode asker, LookupNode wanted) {
        if (asker == wanted) {
            return true;
        }
        long id = asker.find(wanted.peer());
        network.time().runUntil(() -> asker.outcome(id).isPresent(), LOOKUP_LIMIT);
        return asker.outcome(id).filter(LookupOutcome.Found.class::isInstance).isPresent();
    }

    private static LookupNode any(List<LookupNode> nodes, SplittableRandom random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static LookupReport report(
            LookupNetwork network,
            LookupNode first,
            LookupReport.Lookups lookups,
            long joinRequests) {
        List<LookupNode> nodes = network.nodes();
        long joined = nodes.stream().filter(node -> node == first || node.hasJoined()).count();
        return new LookupReport(
                nodes.size(),
                (int) joined,
                joinRequests / nodes.size(),
                lookups,
                nodes.stream().mapToInt(node -> node.dht().peerCount()).average().orElse(0),
                nodes.stream().mapToInt(LookupNode::connectionCount).max().orElse(0));
    }
}

package io.shardmesh.simulator.invariant;

import io.shardmesh.libp2p.swarm.SwarmConfig;
import io.shardmesh.node.network.LinkInfo;
import io.shardmesh.node.store.StoreUsage;
import io.shardmesh.simulator.SimulatedNode;
import java.time.Instant;
import java.util.List;

/** No table that can be seen from outside is over its limit. */
public final class Bounds {
    private static final SwarmConfig LIMITS =
            SwarmConfig.of("limits", List::of, () -> Instant.EPOCH);
    private static final int STREAM_COUNT =
            LIMITS.streams().inboundCount() + LIMITS.streams().outboundCount();

    private final Findings findings;

    /** Checks against the limits that nodes have by default. */
    public Bounds(Findings findings) {
        this.findings = findings;
    }

    /** Asks a running node, and checks when the answers are there. */
    public void check(SimulatedNode node) {
        node.network().links().thenAccept(links -> checkLinks(node, links));
        node.store().ifPresent(store -> store.usage().thenAccept(usage -> check(node, usage)));
    }

    private void checkLinks(SimulatedNode node, List<LinkInfo> links) {
        if (links.size() > LIMITS.connections().totalCount()) {
            broken(node, links.size() + " connections");
        }
        for (LinkInfo link : links) {
            if (link.streamCount() > STREAM_COUNT) {
                broken(node, link.streamCount() + " streams of one connection");
            }
        }
    }

    private void check(SimulatedNode node, StoreUsage usage) {
        if (usage.storedBytes() + usage.reservedBytes() > usage.limitBytes()) {
            broken(node, "more stored and reserved than its limit: " + usage);
        }
        if (usage.storedBytes() < 0 || usage.reservedBytes() < 0 || usage.freeBytes() < 0) {
            broken(node, "less than nothing: " + usage);
        }
    }

    private void broken(SimulatedNode node, String what) {
        findings.broken(node.host() + " has " + what, List.of(node.host()));
    }
}

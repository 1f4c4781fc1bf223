package io.shardmesh.simulator.invariant;

import io.shardmesh.crypto.Digest;
import io.shardmesh.simulator.SimulatedNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What owners were told is deleted, and who has the tombstones of it. */
public final class Deletions {
    private final Map<Digest, SimulatedNode> owners = new LinkedHashMap<>();
    private final Map<Digest, Set<SimulatedNode>> knowing = new LinkedHashMap<>();

    /** From now on it must not come back. */
    public void acknowledged(Promise promise) {
        owners.put(promise.objectKey(), promise.owner());
    }

    void buried(SimulatedNode node, Digest objectKey) {
        knowing.computeIfAbsent(objectKey, fresh -> new LinkedHashSet<>()).add(node);
    }

    /** A tombstone that is nowhere but there is gone with it; nobody can be blamed for that. */
    void left(SimulatedNode node) {
        owners.values().removeIf(owner -> owner == node);
        knowing.values().forEach(nodes -> nodes.remove(node));
    }

    /** What is deleted for good, with its owners: somebody in the mesh knows of it. */
    Map<Digest, SimulatedNode> known() {
        Map<Digest, SimulatedNode> known = new LinkedHashMap<>(owners);
        known.keySet().removeIf(key -> knowing.getOrDefault(key, Set.of()).isEmpty());
        return known;
    }
}

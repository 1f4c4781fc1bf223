package io.shardmesh.node.care;

import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.object.FoundObject;
import io.shardmesh.node.placement.Survival;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an object survives by those shards alone that were read whole. */
final class IntactShards {
    private IntactShards() {}

    static Durability durability(FoundObject found, List<VerifyOutcome.Shard> shards) {
        Map<String, Set<Integer>> machines = new TreeMap<>();
        Set<Integer> indexes = new TreeSet<>();
        for (VerifyOutcome.Shard shard : shards) {
            if (shard.state() == VerifyOutcome.State.INTACT) {
                Set<Integer> there =
                        machines.computeIfAbsent(shard.machine(), fresh -> new TreeSet<>());
                if (indexes.add(shard.index())) {
                    there.add(shard.index());
                }
            }
        }
        boolean inline = found.manifest().manifest().inline();
        int needed = inline ? 1 : found.header().scheme().data();
        Survival survival = Survival.of(needed, machines.values().stream().map(Set::size).toList());
        return new Durability(
                found.header().scheme(),
                inline,
                indexes.size(),
                machines.size(),
                survival.machineLosses());
    }
}

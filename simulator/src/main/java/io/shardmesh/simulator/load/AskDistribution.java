package io.shardmesh.simulator.load;

import io.shardmesh.node.api.Distribution;
import io.shardmesh.node.api.Durability;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks who has what of an object, as {@code info} and {@code health} do. */
record AskDistribution() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return Openable.by(turn)
                .map(promise ->
                        turn.node()
                                .node()
                                .objects()
                                .distribution(promise.objectKey())
                                .thenAccept(found -> check(turn, found)));
    }

    private static void check(Turn turn, Distribution found) {
        Durability durability = found.durability();
        int spare = Math.max(0, durability.completeCount() - durability.neededCount());
        // Of an inline object two holders may have the same copy, and both count for survival.
        boolean boasts = !durability.inline() && durability.survivesMachineCount() > spare;
        if (durability.completeCount() > durability.wantedCount() || boasts) {
            turn.findings().broken("a distribution of " + durability, List.of(turn.node().host()));
        }
    }
}

package io.shardmesh.simulator.load;

import io.shardmesh.node.api.VerifyOutcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads all of an object, as {@code verify} does. */
record VerifyFile() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return Openable.by(turn)
                .map(promise ->
                        turn.node()
                                .node()
                                .care()
                                .verify(promise.objectKey())
                                .thenAccept(outcome -> check(turn, outcome)));
    }

    private static void check(Turn turn, VerifyOutcome outcome) {
        boolean lacks = outcome.durability().completeCount() < outcome.durability().wantedCount();
        if (outcome.whole() && lacks) {
            turn.findings().broken("a verify that says " + outcome, List.of(turn.node().host()));
        }
    }
}

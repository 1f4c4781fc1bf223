package io.shardmesh.simulator.load;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What {@code status}, {@code stats}, {@code peers} and {@code members} ask. */
record AskStatus() implements UserOperation {
    @Override
    public Optional<CompletableFuture<?>> begin(Turn turn) {
        return Optional.of(
                CompletableFuture.allOf(
                        turn.node().node().state().status(),
                        turn.node().node().state().stats(),
                        turn.node().node().state().peers(),
                        turn.node().node().mesh().members()));
    }
}

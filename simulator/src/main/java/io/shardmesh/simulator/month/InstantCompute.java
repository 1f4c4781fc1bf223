package io.shardmesh.simulator.month;

import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Compute;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calculates at once, in no virtual time: a turn for each block would double the events. */
record InstantCompute() implements Compute {
    @Override
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        return Async.attempt(() -> CompletableFuture.completedFuture(work.get()));
    }
}

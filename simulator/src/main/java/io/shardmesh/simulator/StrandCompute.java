package io.shardmesh.simulator;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.core.Compute;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calculates in a later turn of the node's own strand, in no virtual time. */
record StrandCompute(Scheduler strand) implements Compute {
    @Override
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        strand.execute(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}

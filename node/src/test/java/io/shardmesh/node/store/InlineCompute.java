package io.shardmesh.node.store;

import io.shardmesh.node.core.Compute;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Runs the work at once, where it is asked for. */
public final class InlineCompute implements Compute {
    @Override
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        return CompletableFuture.completedFuture(work.get());
    }
}

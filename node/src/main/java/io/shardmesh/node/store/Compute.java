package io.shardmesh.node.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Where work runs that keeps a core busy, such as hashing a block. */
public interface Compute {
    /** On the strand itself. */
    Compute INLINE =
            new Compute() {
                @Override
                public <T> CompletableFuture<T> run(Supplier<T> work) {
                    return CompletableFuture.completedFuture(work.get());
                }
            };

    /** Runs the work, maybe elsewhere; the future completes on the strand. */
    <T> CompletableFuture<T> run(Supplier<T> work);
}

package io.shardmesh.node.core;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Work that costs processor time: sealing, hashing, encoding. It leaves the strand and its result
 * comes back to it.
 */
public interface Compute {
    /**
     * Runs {@code work} where it does not hold up the strand.
     *
     * @return the result, completed on the strand; what {@code work} throws is the failure
     */
    <T> CompletableFuture<T> run(Supplier<T> work);
}

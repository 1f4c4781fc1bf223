package io.shardmesh.simulator.load;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One thing that a user may do. Has no state of its own: what is chosen comes from the turn. */
@FunctionalInterface
interface UserOperation {
    /**
     * Begins it at the node of the turn, which runs.
     *
     * @return its end, which fails with a {@link io.shardmesh.node.api.FailureException} when
     *     faults are in the way; empty when there is nothing to do it with yet
     */
    Optional<CompletableFuture<?>> begin(Turn turn);
}

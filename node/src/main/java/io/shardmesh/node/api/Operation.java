package io.shardmesh.node.api;

import java.util.concurrent.CompletableFuture;

/**
 * Something long that is under way and can be watched and ended. All methods may be called from any
 * thread.
 *
 * @param <T> what it ends with
 */
public interface Operation<T> {
    /**
     * Returns the end of it: always the same future, which completes as the futures of {@link Node}
     * do. Completing or cancelling that future from outside ends nothing; use {@link #cancel()}.
     */
    CompletableFuture<T> outcome();

    /**
     * Asks for an early end. The outcome then fails with {@link FailureKind#CANCELLED} once
     * everything that was begun is taken back, unless it had ended before. May be called again.
     */
    void cancel();

    /** Returns how far it is. Cheap, never blocks. */
    Progress progress();
}

package io.shardmesh.libp2p.swarm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Passes the end of one future on to another. */
final class Outcomes {

    private Outcomes() {}

    static <T> CompletableFuture<T> failed(SwarmException.Kind kind, String why) {
        return CompletableFuture.failedFuture(new SwarmException(kind, why));
    }

    /**
     * A future of its own that ends as the given one does, so that cancelling it cancels nothing
     * else. Unlike {@code copy}, it fails with the bare exception, not with one wrapped around it.
     */
    static <T extends U, U> CompletableFuture<U> follow(CompletableFuture<T> future) {
        CompletableFuture<U> follower = new CompletableFuture<>();
        pass(future, follower);
        return follower;
    }

    static <T extends U, U> void pass(CompletableFuture<T> from, CompletableFuture<U> to) {
        when(from, to::complete, to::completeExceptionally);
    }

    /** Calls one of the two when the future ends; a failure comes bare. */
    @SuppressWarnings("FutureReturnValueIgnored") // the calls report what they have to say
    static <T> void when(
            CompletableFuture<T> future, Consumer<T> success, Consumer<Throwable> failed) {
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                success.accept(value);
            } else {
                failed.accept(bare(failure));
            }
        });
    }

    private static Throwable bare(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}

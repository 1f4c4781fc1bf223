package io.shardmesh.node.io;

import io.shardmesh.node.api.Failure;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Runs blocking calls on virtual threads, at most so many at once, and completes their futures on
 * the strand of the owner. The threads are never interrupted: an interrupt would close the channel
 * that a call is using.
 */
final class BlockingCalls {
    /** A call that may block. */
    interface Call<T> {
        T run() throws IOException;
    }

    /** A call without a result. */
    interface Action {
        void run() throws IOException;

        @SuppressWarnings("NullAway") // a Void has no other value
        default Call<Void> asCall() {
            return () -> {
                run();
                return null;
            };
        }
    }

    private final Semaphore permits;
    private final Executor strand;

    BlockingCalls(int parallelCount, Executor strand) {
        this.permits = new Semaphore(parallelCount);
        this.strand = strand;
    }

    /** Runs the call; what it throws becomes a failure of this operation on this path. */
    <T> CompletableFuture<T> start(String operation, String path, Call<T> call) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.startVirtualThread(() -> run(operation, path, call, done));
        return done;
    }

    /** Runs a call without a result. */
    CompletableFuture<Void> run(String operation, String path, Action action) {
        return start(operation, path, action.asCall());
    }

    private <T> void run(String operation, String path, Call<T> call, CompletableFuture<T> done) {
        permits.acquireUninterruptibly();
        Runnable completion;
        try {
            T value = call.run();
            completion = () -> done.complete(value);
        } catch (IOException | RuntimeException e) {
            Failure failure = IoFailures.of(operation, path, e);
            completion = () -> done.completeExceptionally(failure.exception());
        } finally {
            permits.release();
        }
        strand.execute(completion);
    }
}

package io.shardmesh.node.io.uring;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.io.IoFailures;
import java.util.concurrent.CompletableFuture;

/**
 * What waits for an operation. Its future is completed on the strand; that somebody cancels it
 * earlier changes nothing about what the kernel does.
 *
 * @param operation in words, for failures
 * @param path for failures
 * @param future of whoever asked
 * @param released is run, on the ring's thread, when the kernel no longer uses buffer and
 *     descriptor
 */
record Reply<T>(String operation, String path, CompletableFuture<T> future, Runnable released) {
    Runnable success(T value) {
        released.run();
        return () -> future.complete(value);
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    static Runnable done(Reply<Void> reply) {
        return reply.success(null);
    }

    Runnable failure(Exception thrown) {
        return failure(IoFailures.of(operation, path, thrown));
    }

    Runnable refusal(FailureKind kind, String cause) {
        return failure(new Failure(kind, operation, path, cause));
    }

    private Runnable failure(Failure failure) {
        released.run();
        return () -> future.completeExceptionally(failure.exception());
    }

    Runnable failure(int result) {
        return failure(Errno.exception(result, path));
    }
}

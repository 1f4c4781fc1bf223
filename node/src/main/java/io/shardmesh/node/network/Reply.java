package io.shardmesh.node.network;

import io.shardmesh.libp2p.swarm.SwarmException;
import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import java.util.concurrent.CompletableFuture;

/**
 * The answer to a command: given on any strand, seen on the node's.
 *
 * @param <T> what is answered
 */
final class Reply<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Scheduler node;
    private final String operation;
    private final String subject;

    Reply(Scheduler node, String operation, String subject) {
        this.node = node;
        this.operation = operation;
        this.subject = subject;
    }

    CompletableFuture<T> future() {
        return future;
    }

    void complete(T value) {
        node.execute(() -> future.complete(value));
    }

    /** Completes a reply that says no more than that it is done. */
    @SuppressWarnings("NullAway") // A Void has no other value.
    static void done(Reply<Void> reply) {
        reply.complete(null);
    }

    void fail(FailureKind kind, String cause) {
        FailureException failure =
                new FailureException(new Failure(kind, operation, subject, cause));
        node.execute(() -> future.completeExceptionally(failure));
    }

    void fail(Throwable thrown) {
        Throwable cause = Async.unwrap(thrown);
        if (cause instanceof SwarmException trouble) {
            String message = trouble.getMessage();
            fail(kindOf(trouble.kind()), message == null ? trouble.kind().toString() : message);
        } else {
            node.execute(() -> future.completeExceptionally(cause));
        }
    }

    private static FailureKind kindOf(SwarmException.Kind kind) {
        return switch (kind) {
            case TIMEOUT -> FailureKind.TIMEOUT;
            case PROTOCOL_REFUSED -> FailureKind.REFUSED;
            case LIMIT -> FailureKind.BUSY;
            case NO_ADDRESS, DIAL_FAILED, WRONG_PEER, CLOSED -> FailureKind.UNREACHABLE;
        };
    }
}

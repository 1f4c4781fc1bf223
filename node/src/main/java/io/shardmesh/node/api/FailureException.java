package io.shardmesh.node.api;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Failure} through futures. It has no stack trace: a failure is about the world,
 * not about a place in the code.
 */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** Wraps a failure. */
    public FailureException(Failure failure) {
        super(failure.toString(), null, false, false);
        this.failure = failure;
    }

    /** Returns what went wrong. */
    public Failure failure() {
        return failure;
    }

    /** Finds the failure that a future ended with, under the wrappers that futures add. */
    public static Optional<Failure> find(@Nullable Throwable thrown) {
        Throwable current = thrown;
        while (current instanceof CompletionException || current instanceof ExecutionException) {
            current = current.getCause();
        }
        return current instanceof FailureException found
                ? Optional.of(found.failure)
                : Optional.empty();
    }
}

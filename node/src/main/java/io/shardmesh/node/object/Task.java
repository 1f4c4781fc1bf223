package io.shardmesh.node.object;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Progress;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running put or get. Work and clean-up happen on the strand; progress is the one thing that
 * other threads read.
 *
 * @param <T> what it ends with
 */
final class Task<T> implements Operation<T> {
    private final Environment environment;
    private final String operation;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private volatile Progress progress;
    private @Nullable Failure cancelled;
    private Supplier<CompletableFuture<Void>> takeBack =
            () -> CompletableFuture.completedFuture(null);
    private boolean ended;

    Task(Environment environment, String operation, OptionalLong totalBytes) {
        this.environment = environment;
        this.operation = operation;
        this.progress = new Progress(0, totalBytes);
    }

    /**
     * Starts the work on the strand.
     *
     * @param takeBack undoes what was begun; called once, and only when the work did not succeed
     */
    void start(Supplier<CompletableFuture<T>> work, Supplier<CompletableFuture<Void>> takeBack) {
        environment
                .strand()
                .execute(() -> {
                    this.takeBack = takeBack;
                    if (cancelled != null) {
                        end(null, cancelled.exception());
                        return;
                    }
                    Async.attempt(work).whenComplete(this::end);
                });
    }

    /** Whether the work is still wanted. */
    boolean active() {
        return !ended;
    }

    void progress(long doneBytes) {
        progress = new Progress(doneBytes, progress.totalBytes());
    }

    void total(long totalBytes) {
        progress = new Progress(progress.doneBytes(), OptionalLong.of(totalBytes));
    }

    @Override
    public CompletableFuture<T> outcome() {
        return outcome;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void cancel() {
        environment
                .strand()
                .execute(() -> {
                    if (cancelled == null && !ended) {
                        cancelled =
                                new Failure(
                                        FailureKind.CANCELLED, operation, "", "it was interrupted");
                        end(null, cancelled.exception());
                    }
                });
    }

    private void end(@Nullable T value, @Nullable Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        if (failure == null && value != null) {
            outcome.complete(value);
            return;
        }
        Throwable cause = failure == null ? new IllegalStateException("no outcome") : failure;
        takeBack.get()
                .whenComplete(
                        (done, trouble) -> outcome.completeExceptionally(Async.unwrap(cause)));
    }
}

package io.shardmesh.node.core;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ways to combine futures that all complete on one strand. */
public final class Async {
    private Async() {}

    /** A failure to be thrown. */
    public static FailureException failure(
            FailureKind kind, String operation, String subject, String cause) {
        return new FailureException(new Failure(kind, operation, subject, cause));
    }

    /** A future that has failed with {@code failure}. */
    public static <T> CompletableFuture<T> failed(Failure failure) {
        return CompletableFuture.failedFuture(new FailureException(failure));
    }

    /**
     * The results in the order of {@code futures}, when all have ended; the first failure in that
     * order if there is one.
     */
    public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return settled(futures)
                .thenApply(outcomes -> {
                    List<T> values = new ArrayList<>(outcomes.size());
                    outcomes.forEach(outcome -> values.add(outcome.orThrow()));
                    return values;
                });
    }

    /** How each of {@code futures} ended, in their order, once all have; never fails itself. */
    public static <T> CompletableFuture<List<Settled<T>>> settled(
            List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
                .handle((done, failure) -> futures.stream().map(Async::settledValue).toList());
    }

    private static <T> Settled<T> settledValue(CompletableFuture<T> future) {
        return switch (future.state()) {
            case SUCCESS -> new Settled.Value<>(future.resultNow());
            case FAILED -> new Settled.Failed<>(failureOf(future.exceptionNow()));
            case CANCELLED, RUNNING -> new Settled.Failed<>(failureOf(new IllegalStateException()));
        };
    }

    /**
     * {@code future}, or the failure that {@code late} makes when it has not ended within {@code
     * limit}. The underlying work is not stopped.
     */
    public static <T> CompletableFuture<T> within(
            Scheduler strand, Duration limit, CompletableFuture<T> future, Supplier<Failure> late) {
        if (future.isDone()) {
            return future;
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Scheduler.Timer timer =
                strand.schedule(
                        limit,
                        () -> bounded.completeExceptionally(new FailureException(late.get())));
        future.whenComplete((value, failure) -> {
            timer.cancel();
            complete(bounded, value, failure);
        });
        return bounded;
    }

    /**
     * Runs {@code step} again and again until it says {@code false}. Steps that end at once do not
     * deepen the stack.
     */
    public static CompletableFuture<Void> loop(Supplier<CompletableFuture<Boolean>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        iterate(step, done);
        return done;
    }

    private static void iterate(
            Supplier<CompletableFuture<Boolean>> step, CompletableFuture<Void> done) {
        while (true) {
            CompletableFuture<Boolean> round = attempt(step);
            if (!round.isDone()) {
                round.whenComplete((again, failure) -> {
                    if (failure != null) {
                        done.completeExceptionally(unwrap(failure));
                    } else if (again) {
                        iterate(step, done);
                    } else {
                        done.complete(null);
                    }
                });
                return;
            }
            if (round.isCompletedExceptionally()) {
                done.completeExceptionally(unwrap(round.exceptionNow()));
                return;
            }
            if (!round.resultNow()) {
                done.complete(null);
                return;
            }
        }
    }

    /** The same end as {@code future}, seen on the strand. */
    public static <T> CompletableFuture<T> onStrand(Scheduler strand, CompletableFuture<T> future) {
        CompletableFuture<T> seen = new CompletableFuture<>();
        future.whenComplete(
                (value, failure) -> strand.execute(() -> complete(seen, value, failure)));
        return seen;
    }

    /** The future that {@code work} returns; what it throws becomes a failed one. */
    public static <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Passes the end of one future on to another. */
    public static <T> void complete(
            CompletableFuture<T> target, T value, @Nullable Throwable failure) {
        if (failure != null) {
            target.completeExceptionally(unwrap(failure));
        } else {
            target.complete(value);
        }
    }

    /** What a {@link CompletionException} was wrapped around. */
    public static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** The failure behind {@code thrown}; a bug becomes {@link FailureKind#INTERNAL}. */
    public static Failure failureOf(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof FailureException known) {
            return known.failure();
        }
        return new Failure(FailureKind.INTERNAL, "run", "this node", cause.toString());
    }
}

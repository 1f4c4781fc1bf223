package io.shardmesh.cli.batch;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Operation;
import io.shardmesh.node.api.Progress;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Operations of which some run at once and the rest waits. Its outcome never fails, but has what
 * each of them gave or failed with, in their order. Steps of it run on threads of its own, which
 * may block and end with the process.
 *
 * @param <T> what one of them ends with
 */
public final class Batch<T> implements Operation<List<Batch.Result<T>>> {
    private final OptionalLong totalBytes;
    private final ExecutorService threads;
    private final Set<Operation<?>> running = ConcurrentHashMap.newKeySet();
    private final AtomicLong doneBytes = new AtomicLong();
    private final CompletableFuture<List<Result<T>>> outcome;
    private volatile boolean cancelled;

    /**
     * How one of them ended.
     *
     * @param <T> what it gives when it succeeds
     */
    public sealed interface Result<T> {
        /** It gave this. */
        record Done<T>(T value) implements Result<T> {}

        /** It failed with this. */
        record Failed<T>(Failure failure) implements Result<T> {}
    }

    /**
     * One thing to do.
     *
     * @param <T> what it ends with
     */
    @FunctionalInterface
    public interface Step<T> {
        /** Does it; may block, and throw a {@link FailureException}. */
        T run(Batch<?> within);
    }

    private Batch(List<? extends Step<T>> steps, int atOnceCount, OptionalLong totalBytes) {
        this.totalBytes = totalBytes;
        this.threads =
                Executors.newFixedThreadPool(
                        atOnceCount, Thread.ofPlatform().daemon().name("batch-", 0).factory());
        List<CompletableFuture<Result<T>>> results =
                steps.stream()
                        .map(step -> CompletableFuture.supplyAsync(() -> run(step), threads))
                        .toList();
        this.outcome =
                CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
                        .thenApply(_ -> results.stream().map(CompletableFuture::join).toList())
                        .whenComplete((_, _) -> threads.shutdown());
    }

    /**
     * Begins.
     *
     * @param totalBytes that will be moved, when that is known
     */
    public static <T> Batch<T> start(
            List<? extends Step<T>> steps, int atOnceCount, OptionalLong totalBytes) {
        return new Batch<>(steps, atOnceCount, totalBytes);
    }

    private Result<T> run(Step<T> step) {
        try {
            if (cancelled) {
                throw new Failure(FailureKind.CANCELLED, "run", "", "the batch was ended")
                        .exception();
            }
            return new Result.Done<>(step.run(this));
        } catch (RuntimeException thrown) {
            return new Result.Failed<>(FailureException.find(thrown).orElseThrow(() -> thrown));
        }
    }

    /** Waits for an operation of a step, which counts in the progress meanwhile. */
    public <R> R await(Operation<R> operation) {
        running.add(operation);
        try {
            if (cancelled) {
                operation.cancel();
            }
            return operation.outcome().join();
        } catch (CompletionException wrapped) {
            throw FailureException.find(wrapped)
                    .<RuntimeException>map(FailureException::new)
                    .orElse(wrapped);
        } finally {
            running.remove(operation);
            doneBytes.addAndGet(operation.progress().doneBytes());
        }
    }

    /** The same for what has no progress. */
    public static <R> R await(Supplier<CompletableFuture<R>> question) {
        try {
            return question.get().join();
        } catch (CompletionException wrapped) {
            throw FailureException.find(wrapped)
                    .<RuntimeException>map(FailureException::new)
                    .orElse(wrapped);
        }
    }

    @Override
    public CompletableFuture<List<Result<T>>> outcome() {
        return outcome;
    }

    @Override
    public void cancel() {
        cancelled = true;
        running.forEach(Operation::cancel);
    }

    @Override
    public Progress progress() {
        long underWay = running.stream().mapToLong(each -> each.progress().doneBytes()).sum();
        return new Progress(doneBytes.get() + underWay, totalBytes);
    }
}

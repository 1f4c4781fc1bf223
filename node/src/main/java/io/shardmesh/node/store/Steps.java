package io.shardmesh.node.store;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loops over futures, one after the other. They do not recurse when a future is done at once, so
 * the number of turns is not bounded by the stack.
 */
final class Steps {
    private Steps() {}

    /** Does the action for each item, in order; the first failure ends it. */
    static <T> CompletableFuture<Void> forEach(
            Iterable<T> items, Function<T, CompletableFuture<Void>> action) {
        Iterator<T> left = items.iterator();
        return whileTrue(() ->
                left.hasNext()
                        ? action.apply(left.next()).thenApply(_ -> true)
                        : CompletableFuture.completedFuture(false));
    }

    /**
     * Gives what the work gives, but does something else before, whether the work failed or not. A
     * failure of the latter does not count.
     */
    static <T> CompletableFuture<T> lastly(
            CompletableFuture<T> work, Supplier<CompletableFuture<Void>> after) {
        return settled(work).thenCompose(_ -> settled(after.get())).thenCompose(_ -> work);
    }

    /** Done when the future is, also when that failed. */
    @SuppressWarnings("NullAway") // a Void has no other value
    static CompletableFuture<Void> settled(CompletableFuture<?> future) {
        return future.handle((_, _) -> null);
    }

    /** Repeats the step until it gives false or fails. */
    static CompletableFuture<Void> whileTrue(Supplier<CompletableFuture<Boolean>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(step, done);
        return done;
    }

    private static void run(
            Supplier<CompletableFuture<Boolean>> step, CompletableFuture<Void> done) {
        while (true) {
            CompletableFuture<Boolean> turn;
            try {
                turn = step.get();
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
                return;
            }
            if (turn.state() != CompletableFuture.State.SUCCESS) {
                var _ = turn.whenComplete((more, thrown) -> next(step, done, more, thrown));
                return;
            }
            if (!turn.resultNow()) {
                done.complete(null);
                return;
            }
        }
    }

    private static void next(
            Supplier<CompletableFuture<Boolean>> step,
            CompletableFuture<Void> done,
            @Nullable Boolean more,
            @Nullable Throwable thrown) {
        if (thrown != null) {
            done.completeExceptionally(thrown);
        } else if (Boolean.TRUE.equals(more)) {
            run(step, done);
        } else {
            done.complete(null);
        }
    }
}

package io.shardmesh.node.core;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks again when there was no answer, within the bounds of a {@link Patience}. An attempt that
 * answers late is as good as any: the first answer counts, and what comes after it is handed back
 * to be undone. A refusal is an answer. On one strand.
 *
 * @param <T> the answer
 */
public final class Retry<T> {
    private final Scheduler strand;
    private final Patience patience;
    private final Supplier<CompletableFuture<T>> attempt;
    private final Supplier<Failure> silence;
    private final Consumer<T> unwanted;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Duration limit;
    private int broken;

    private Retry(
            Scheduler strand,
            Patience patience,
            Supplier<CompletableFuture<T>> attempt,
            Supplier<Failure> silence,
            Consumer<T> unwanted) {
        this.strand = strand;
        this.patience = patience;
        this.attempt = attempt;
        this.silence = silence;
        this.unwanted = unwanted;
        this.limit = patience.attempt();
    }

    /**
     * Starts.
     *
     * @param silence what is said when there was no answer in the end; of kind {@code TIMEOUT}
     * @param unwanted takes back an answer that came after the one that counts, or too late
     */
    public static <T> CompletableFuture<T> run(
            Scheduler strand,
            Patience patience,
            Supplier<CompletableFuture<T>> attempt,
            Supplier<Failure> silence,
            Consumer<T> unwanted) {
        Retry<T> retry = new Retry<>(strand, patience, attempt, silence, unwanted);
        Scheduler.Timer end =
                strand.schedule(
                        patience.overall(),
                        () -> retry.answer.completeExceptionally(silence.get().exception()));
        retry.next();
        return retry.answer.whenComplete((value, failure) -> end.cancel());
    }

    private void next() {
        if (answer.isDone()) {
            return;
        }
        CompletableFuture<T> running = Async.attempt(attempt);
        var _ =
                running.thenAccept(value -> {
                    if (!answer.complete(value)) {
                        unwanted.accept(value);
                    }
                });
        Async.within(strand, limit, running, silence)
                .whenComplete((value, failure) -> {
                    if (failure != null) {
                        failed(Async.failureOf(failure));
                    }
                });
        limit = limit.multipliedBy(2);
    }

    private void failed(Failure failure) {
        if (again(failure)) {
            var _ = strand.schedule(patience.pause(), this::next);
        } else {
            answer.completeExceptionally(failure.exception());
        }
    }

    private boolean again(Failure failure) {
        FailureKind kind = failure.kind();
        if (kind == FailureKind.UNREACHABLE) {
            broken++;
            return broken < patience.brokenCount();
        }
        return kind == FailureKind.TIMEOUT || kind == FailureKind.BUSY;
    }
}

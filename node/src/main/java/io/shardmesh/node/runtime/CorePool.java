package io.shardmesh.node.runtime;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Compute;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Processor work on as many platform threads as there are cores. */
final class CorePool implements Compute, AutoCloseable {
    private final ExecutorService threads;
    private final Scheduler strand;

    CorePool(Scheduler strand) {
        this.strand = strand;
        this.threads =
                Executors.newFixedThreadPool(
                        Runtime.getRuntime().availableProcessors(),
                        Thread.ofPlatform().daemon().name("shardmesh-compute-", 0).factory());
    }

    @Override
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                T value = work.get();
                strand.execute(() -> result.complete(value));
            } catch (RuntimeException | Error failure) {
                strand.execute(() -> result.completeExceptionally(Async.unwrap(failure)));
            }
        });
        return result;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}

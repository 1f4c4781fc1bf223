package io.shardmesh.node.runtime;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A strand on one platform thread. What a task throws is a bug of ours: it is given to the owner,
 * who stops the node.
 */
public final class ThreadStrand implements Scheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Throwable> onBug;

    /**
     * Starts the thread.
     *
     * @param onBug takes what a task threw, on that thread
     */
    public ThreadStrand(String name, Consumer<Throwable> onBug) {
        this.onBug = onBug;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(() -> run(task));
        } catch (RejectedExecutionException stopped) {
            return; // After the end nobody waits for the task.
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            Future<?> scheduled =
                    thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException stopped) {
            return () -> {};
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            onBug.accept(bug);
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}

package io.shardmesh.simulator.disk;

import io.shardmesh.libp2p.transport.Scheduler;
import io.shardmesh.node.io.Unwrapped;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** Virtual time for tests of the disk: tasks run when a test waits, in the order of their times. */
final class TestStrand implements Scheduler {
    private record Task(long atNanos, long number, Runnable action) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::number));
    private long nowNanos;
    private long taskCount;

    @Override
    public void execute(Runnable task) {
        tasks.add(new Task(nowNanos, taskCount++, task));
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Task added = new Task(nowNanos + delay.toNanos(), taskCount++, task);
        tasks.add(added);
        return () -> tasks.remove(added);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Runs everything that is due now or later. */
    void runAll() {
        while (runOne()) {}
    }

    <T> T await(CompletableFuture<T> future) {
        while (!future.isDone() && runOne()) {}
        if (!future.isDone()) {
            throw new IllegalStateException("nothing is left to do, and the future is not done");
        }
        return Unwrapped.join(future);
    }

    private boolean runOne() {
        Task next = tasks.poll();
        if (next == null) {
            return false;
        }
        nowNanos = next.atNanos();
        next.action().run();
        return true;
    }
}

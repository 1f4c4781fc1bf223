package io.shardmesh.libp2p.transport.memory;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time on the calling thread: tasks run in the order of (time due, order of asking), and
 * the clock jumps from one to the next. Unlike other schedulers, {@link #execute} belongs to that
 * thread too.
 */
public final class VirtualScheduler implements Scheduler {

    private final PriorityQueue<Task> later = new PriorityQueue<>();

    /** Asked for without a delay, which most are: behind what was planned for now before. */
    private final Deque<Task> atOnce = new ArrayDeque<>();

    private long nowNanos;
    private long taskCount;

    private VirtualScheduler() {}

    /** A scheduler at time zero without tasks. */
    public static VirtualScheduler create() {
        return new VirtualScheduler();
    }

    /** A scheduler for one node on this same time, which can be stopped alone. */
    public VirtualStrand strand() {
        return new VirtualStrand(this);
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        long nanos = delay.toNanos();
        Task added = new Task(nowNanos + Math.max(0, nanos), taskCount++, task);
        if (nanos > 0) {
            later.add(added);
        } else {
            atOnce.add(added);
        }
        return added;
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Runs the next task and moves the clock to it; false when there is none. */
    public boolean runNext() {
        Task next = peek();
        if (next == null) {
            return false;
        }
        remove(next);
        nowNanos = next.dueNanos;
        Runnable run = next.run;
        next.run = null;
        if (run != null) {
            run.run();
        }
        return true;
    }

    /** Runs all that is due within the time and leaves the clock at its end. */
    public void advance(Duration time) {
        long end = nowNanos + time.toNanos();
        for (Task next = peek(); next != null && next.dueNanos <= end; next = peek()) {
            runNext();
        }
        nowNanos = end;
    }

    /**
     * Runs tasks until none is left or the next one lies beyond the limit, where the clock stops.
     *
     * @return whether none is left
     */
    public boolean runUntilIdle(Duration limit) {
        return runUntil(() -> peek() == null, limit);
    }

    /**
     * Runs tasks until the condition holds; asked before each task.
     *
     * @return whether it holds; false when the limit of virtual time passed or nothing is left to
     *     run
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = nowNanos + limit.toNanos();
        while (!condition.getAsBoolean()) {
            Task next = peek();
            if (next == null) {
                return false;
            }
            if (next.dueNanos > end) {
                nowNanos = end;
                return false;
            }
            runNext();
        }
        return true;
    }

    private @Nullable Task peek() {
        Task next = first();
        while (next != null && next.run == null) {
            remove(next);
            next = first();
        }
        return next;
    }

    private @Nullable Task first() {
        Task planned = later.peek();
        Task asked = atOnce.peek();
        return asked == null || (planned != null && planned.dueNanos <= asked.dueNanos)
                ? planned
                : asked;
    }

    private void remove(Task first) {
        if (first == atOnce.peek()) {
            atOnce.remove();
        } else {
            later.remove();
        }
    }

    private static final class Task implements Timer, Comparable<Task> {

        private final long dueNanos;
        private final long sequence;
        private @Nullable Runnable run;

        Task(long dueNanos, long sequence, Runnable run) {
            this.dueNanos = dueNanos;
            this.sequence = sequence;
            this.run = run;
        }

        @Override
        public void cancel() {
            run = null;
        }

        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}

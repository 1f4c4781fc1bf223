package io.shardmesh.libp2p.transport;

import java.time.Duration;

/**
 * One strand: tasks run one at a time, in the order in which they became due. Whoever runs on it
 * needs no locks.
 */
public interface Scheduler {

    /**
     * Runs the task on the strand, after the current one. The only method that may be called from
     * any thread.
     */
    void execute(Runnable task);

    /** Runs the task on the strand after the delay; a negative delay counts as zero. */
    Timer schedule(Duration delay, Runnable task);

    /** The strand's clock in nanoseconds; has meaning only as a difference. */
    long nanoTime();

    /** A task that waits for its time. */
    interface Timer {

        /** Forgets the task; does nothing when it has run already. */
        void cancel();
    }
}

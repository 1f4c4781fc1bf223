package io.shardmesh.libp2p.transport.memory;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;

/** One node's share of virtual time. Stopping it is the crash of that node: it never runs again. */
public final class VirtualStrand implements Scheduler {

    private final VirtualScheduler time;
    private boolean stopped;

    VirtualStrand(VirtualScheduler time) {
        this.time = time;
    }

    /** Drops every task that waits and every one still to come. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return time.schedule(
                delay,
                () -> {
                    if (!stopped) {
                        task.run();
                    }
                });
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }
}

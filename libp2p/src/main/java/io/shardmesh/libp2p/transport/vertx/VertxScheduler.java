package io.shardmesh.libp2p.transport.vertx;

import io.shardmesh.libp2p.transport.Scheduler;
import io.vertx.core.Context;
import java.time.Duration;

/** The strand of one Vert.x event-loop context. */
public final class VertxScheduler implements Scheduler {

    private final Context context;

    private VertxScheduler(Context context) {
        this.context = context;
    }

    /**
     * A scheduler on the context.
     *
     * @throws IllegalArgumentException unless it is an event-loop context
     */
    public static VertxScheduler create(Context context) {
        if (!context.isEventLoopContext()) {
            throw new IllegalArgumentException("a strand needs an event-loop context");
        }
        return new VertxScheduler(context);
    }

    Context context() {
        return context;
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        // Vert.x knows no delay below one millisecond.
        long millis = Math.max(1, delay.plusNanos(999_999).toMillis());
        VertxTimer timer = new VertxTimer(task);
        timer.id = context.owner().setTimer(millis, ignored -> context.runOnContext(timer::fire));
        return timer;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private final class VertxTimer implements Timer {

        private final Runnable task;
        private long id;
        private boolean done;

        VertxTimer(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            if (!done) {
                done = true;
                context.owner().cancelTimer(id);
            }
        }

        private void fire(Void ignored) {
            // Cancelled between the timer's end and this task.
            if (!done) {
                done = true;
                task.run();
            }
        }
    }
}

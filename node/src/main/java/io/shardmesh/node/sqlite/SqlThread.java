package io.shardmesh.node.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One platform thread, its session, and a bounded queue of what is to be done with it. */
final class SqlThread {

    /** Far above what the bounded mailboxes of the callers let through; keeps a bug from memory. */
    private static final int QUEUE_LIMIT = 4096;

    private final SqlSession session;
    private final ThreadPoolExecutor executor;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private SqlThread(String name, SqlSession session) {
        this.session = session;
        this.executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE_LIMIT),
                        Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Takes over the session. */
    static SqlThread start(String name, SqlSession session) {
        return new SqlThread(name, session);
    }

    /** False when the queue is full or the thread closed; the work then never runs. */
    boolean execute(Consumer<SqlSession> work) {
        try {
            executor.execute(() -> work.accept(session));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Like {@link #execute}, after a while; after the end nothing happens. */
    void executeLater(Duration delay, Consumer<SqlSession> work) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> execute(work));
    }

    boolean isClosed() {
        return executor.isShutdown();
    }

    /** Finishes what is queued, then closes the session; completes on a thread of its own. */
    CompletableFuture<Void> close() {
        if (!executor.isShutdown()) {
            executor.shutdown();
            Thread.ofPlatform().daemon().name("sqlite-close").start(this::closeWhenIdle);
        }
        return closed;
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private void closeWhenIdle() {
        try {
            executor.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS);
            session.close();
        } catch (SQLException | InterruptedException e) {
            // Nothing is lost with an index; the process ends or opens it again.
        } finally {
            closed.complete(null);
        }
    }
}

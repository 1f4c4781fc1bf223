package io.shardmesh.cli;

import io.shardmesh.node.api.Node;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What happens when the process is told to end (Ctrl-C, SIGTERM) before a command has: what was
 * begun is taken back, for a few seconds at most.
 */
public final class Interrupts implements AutoCloseable {
    private static final long LIMIT_SECONDS = 8;

    private final Thread hook;

    private Interrupts(Runnable end) {
        hook = Thread.ofPlatform().unstarted(end);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Runs {@code end} when the process is interrupted. */
    public static Interrupts running(Runnable end) {
        return new Interrupts(end);
    }

    /** Closes a node, which cancels its operations, and waits for its end. */
    public static Interrupts closing(Node node) {
        return new Interrupts(() -> endOf(node));
    }

    /**
     * The same for a service, for which the signal is the usual way to end: when it has stopped
     * cleanly the process ends with 0 and not with the code of a signal.
     */
    public static Interrupts stopping(Node node) {
        return new Interrupts(() -> {
            if (endOf(node)) {
                Runtime.getRuntime().halt(0);
            }
        });
    }

    private static boolean endOf(Node node) {
        node.close();
        try {
            node.ended().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException late) {
            return false; // The process ends anyway.
        }
    }

    /** The command is through: nothing is left to be taken back. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            return; // The hook runs already.
        }
    }
}

package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.ProgressLine;
import io.shardmesh.node.api.Operation;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for an operation and draws its progress, if there is a terminal to draw on. */
final class Waits {
    private static final long REDRAW_MILLIS = 200;

    private Waits() {}

    static <T> T forOutcome(CommandContext context, String what, Operation<T> operation) {
        if (!context.terminal().progress()) {
            return NodeAccess.await(operation.outcome());
        }
        long start = System.nanoTime();
        try {
            while (!ended(operation)) {
                String line =
                        ProgressLine.of(
                                what,
                                operation.progress(),
                                System.nanoTime() - start,
                                context.terminal().columns());
                context.err().print("\r" + line + "\u001b[K");
            }
        } finally {
            context.err().print("\r\u001b[K");
        }
        return NodeAccess.await(operation.outcome());
    }

    private static boolean ended(Operation<?> operation) {
        try {
            operation.outcome().get(REDRAW_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException running) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

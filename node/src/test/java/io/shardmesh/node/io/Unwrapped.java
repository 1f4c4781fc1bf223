package io.shardmesh.node.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Joins futures in tests without the wrappers that they put around failures. */
public final class Unwrapped {
    private Unwrapped() {}

    /** The result; throws the unchecked exception that the future failed with. */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}

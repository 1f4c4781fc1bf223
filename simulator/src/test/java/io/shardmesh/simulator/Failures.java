package io.shardmesh.simulator;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Expects a future to fail with what a user is told. */
final class Failures {
    private Failures() {}

    static Failure of(SimulatedMesh mesh, CompletableFuture<?> future) {
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> mesh.await(future));
        return assertInstanceOf(FailureException.class, thrown.getCause()).failure();
    }
}

package io.shardmesh.node.control;

import io.shardmesh.crypto.ReadingKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.RecoveredCatalog;
import io.shardmesh.node.api.Recovery;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * A service has no reading key, and brings names of other devices by itself: it recovers nothing.
 */
final class RemoteRecovery implements Recovery {
    @Override
    public CompletableFuture<Void> enter(List<Multiaddr> contacts) {
        return refused();
    }

    @Override
    public CompletableFuture<RecoveredCatalog> catalog() {
        return refused();
    }

    @Override
    public CompletableFuture<Integer> names(ReadingKey reader, IntConsumer progress) {
        return refused();
    }

    private static <T> CompletableFuture<T> refused() {
        return CompletableFuture.failedFuture(
                new Failure(
                                FailureKind.REFUSED,
                                "recover",
                                "this home",
                                "a service runs in it; end it first")
                        .exception());
    }
}

package io.shardmesh.node.catalog;

import java.util.concurrent.CompletableFuture;

/** Futures of nothing. */
final class Done {

    private Done() {}

    @SuppressWarnings("NullAway") // a Void has no other value
    static CompletableFuture<Void> now() {
        return CompletableFuture.completedFuture(null);
    }
}

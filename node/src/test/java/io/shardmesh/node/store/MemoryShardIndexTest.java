package io.shardmesh.node.store;

import io.shardmesh.node.io.Unwrapped;
import java.util.concurrent.CompletableFuture;

final class MemoryShardIndexTest extends ShardIndexContract {
    private final MemoryShardIndex index = MemoryShardIndex.create();

    @Override
    protected ShardIndex index() {
        return index;
    }

    @Override
    protected <T> T await(CompletableFuture<T> future) {
        return Unwrapped.join(future);
    }
}

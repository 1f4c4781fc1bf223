package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.catalog.Operation;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the owner's catalog remembers of who took which part of an object. */
final class Placements {
    private Placements() {}

    /** Nothing for an object of another owner, or without the owner's keys. */
    static CompletableFuture<List<Operation.Holder>> of(LocalNode node, Digest objectKey) {
        return node.parts()
                .storage()
                .catalog()
                .map(catalog ->
                        catalog.shards(objectKey)
                                .thenApply(found ->
                                        found.map(Operation.Shards::holders).orElse(List.of())))
                .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
    }
}

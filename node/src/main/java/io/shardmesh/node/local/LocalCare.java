package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.catalog.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Care of a node in this process; the catalog follows a deletion. */
final class LocalCare implements ObjectCare {
    private final LocalNode node;

    LocalCare(LocalNode node) {
        this.node = node;
    }

    @Override
    public CompletableFuture<DeleteOutcome> delete(Digest objectKey) {
        return node.onStrand(() ->
                Placements.of(node, objectKey)
                        .thenCompose(known ->
                                node.engine("delete")
                                        .caretaker()
                                        .delete(
                                                objectKey,
                                                signing(),
                                                known.stream()
                                                        .map(Operation.Holder::peer)
                                                        .collect(Collectors.toSet())))
                        .thenCompose(outcome -> forget(objectKey).thenApply(forgotten -> outcome)));
    }

    private SigningKey signing() {
        return node.parts()
                .identity()
                .owner()
                .orElseThrow(() ->
                        new Failure(
                                        FailureKind.REFUSED,
                                        "delete",
                                        "",
                                        "this node runs without its owner's keys")
                                .exception())
                .signing();
    }

    private CompletableFuture<Void> forget(Digest objectKey) {
        return node.parts()
                .storage()
                .catalog()
                .map(catalog ->
                        catalog.append(new Operation.Delete(objectKey)).thenAccept(stamp -> {}))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletableFuture<VerifyOutcome> verify(Digest objectKey) {
        return node.onStrand(() -> node.engine("verify").caretaker().verify(objectKey));
    }

    @Override
    public CompletableFuture<RepairOutcome> repair(Digest objectKey, RepairDepth depth) {
        return node.onStrand(() -> node.engine("repair").caretaker().repair(objectKey, depth));
    }
}

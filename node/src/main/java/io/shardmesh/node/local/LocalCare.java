package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.CatalogEntry;
import io.shardmesh.node.catalog.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
                bundled(objectKey)
                        .thenCompose(file ->
                                file.map(this::deleteFile)
                                        .orElseGet(() ->
                                                deleteObject(objectKey, List.of(objectKey)))));
    }

    private CompletableFuture<Optional<Operation.Bundled>> bundled(Digest key) {
        return catalog()
                .map(known ->
                        known.findByKey(key)
                                .thenApply(entry -> entry.flatMap(CatalogEntry::bundled)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private Optional<Catalog> catalog() {
        return node.parts().storage().catalog();
    }

    /** The bundle goes first: after a crash in between its last file can be deleted once more. */
    private CompletableFuture<DeleteOutcome> deleteFile(Operation.Bundled file) {
        return catalog()
                .orElseThrow()
                .filesIn(file.bundle())
                .thenCompose(count ->
                        count > 1
                                ? forget(List.of(file.key()))
                                        .thenApply(forgotten ->
                                                new DeleteOutcome(
                                                        file.bundle(), 0, 0, 0, count - 1))
                                : deleteObject(file.bundle(), List.of(file.key(), file.bundle())));
    }

    private CompletableFuture<DeleteOutcome> deleteObject(
            Digest objectKey, List<Digest> forgotten) {
        return Placements.of(node, objectKey)
                .thenCompose(known ->
                        node.engine("delete")
                                .caretaker()
                                .delete(
                                        objectKey,
                                        signing(),
                                        known.stream()
                                                .map(Operation.Holder::peer)
                                                .collect(Collectors.toSet())))
                .thenCompose(outcome -> {
                    node.engine("delete").getter().forget(objectKey);
                    return forget(forgotten).thenApply(done -> outcome);
                });
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

    private CompletableFuture<Void> forget(List<Digest> keys) {
        List<Operation> operations = keys.stream().<Operation>map(Operation.Delete::new).toList();
        return catalog()
                .map(known -> known.append(operations).thenAccept(stamps -> {}))
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

    @Override
    public CompletableFuture<OrphanPage> orphans(Duration leastAge, Optional<Digest> after) {
        return node.onStrand(() -> node.engine("clean up").catalog().orphans(leastAge, after));
    }

    @Override
    public CompletableFuture<Integer> lookAgain(Digest objectKey) {
        return node.onStrand(() -> node.engine("clean up").caretaker().lookAgain(objectKey));
    }
}

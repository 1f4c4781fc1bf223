package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An index that takes nothing while it is told to fail, and takes its time while it is held. */
final class FailingIndex implements CatalogIndex {

    private final CatalogIndex index;
    boolean failing;
    int changeCount;
    private CompletableFuture<Void> held = Done.now();

    FailingIndex(CatalogIndex index) {
        this.index = index;
    }

    void hold() {
        held = new CompletableFuture<>();
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    void release() {
        held.complete(null);
    }

    @Override
    public CompletableFuture<List<Coverage>> coverage() {
        return index.coverage();
    }

    @Override
    public CompletableFuture<Void> apply(List<IndexedObject.Change> changes, Coverage covered) {
        changeCount++;
        return failing
                ? CompletableFuture.failedFuture(
                        new Failure(FailureKind.IO, "add to", "index", "told to").exception())
                : held.thenCompose(_ -> index.apply(changes, covered));
    }

    @Override
    public CompletableFuture<Integer> filesIn(Digest bundle) {
        return index.filesIn(bundle);
    }

    @Override
    public CompletableFuture<Integer> versionCount(Digest nameKey) {
        return index.versionCount(nameKey);
    }

    @Override
    public CompletableFuture<List<IndexedObject>> versions(Digest nameKey) {
        return index.versions(nameKey);
    }

    @Override
    public CompletableFuture<Optional<IndexedObject>> object(Digest objectKey) {
        return index.object(objectKey);
    }

    @Override
    public CompletableFuture<List<IndexedObject>> latest(
            List<Digest> tagKeys, Optional<Stamp> before, int limit) {
        return index.latest(tagKeys, before, limit);
    }

    @Override
    public CompletableFuture<Void> clear() {
        return index.clear();
    }

    @Override
    public CompletableFuture<Void> close() {
        return index.close();
    }
}

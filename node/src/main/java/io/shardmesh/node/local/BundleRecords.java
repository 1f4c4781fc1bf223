package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.bundle.BundleIndex;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.Limits;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.object.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Enters the files of a bundle in the owner's catalog: first the bundle, then its files, a thousand
 * of them by one write. Confined to the strand.
 */
final class BundleRecords {
    private final Catalog catalog;
    private final List<Operation> operations;
    private int writtenCount;

    private BundleRecords(Catalog catalog, List<Operation> operations) {
        this.catalog = catalog;
        this.operations = operations;
    }

    /**
     * Completes when each file that is present can be found. After a crash some of them may be
     * there and others not: those that are have their bytes.
     */
    static CompletableFuture<Void> append(
            LocalNode node, PutRequest request, StoredObject object, BundleIndex index) {
        return node.parts()
                .storage()
                .catalog()
                .map(catalog ->
                        Async.loop(
                                new BundleRecords(catalog, operations(node, request, object, index))
                                        ::writeNext))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static List<Operation> operations(
            LocalNode node, PutRequest request, StoredObject object, BundleIndex index) {
        PutOutcome outcome = object.outcome();
        Digest key = outcome.objectKey();
        List<Operation> operations = new ArrayList<>();
        operations.add(
                new Operation.Bundle(
                        key,
                        outcome.sizeBytes(),
                        node.parts().environment().clock().instant(),
                        request.readers().size() + 1,
                        CatalogRecords.shards(object)));
        for (int number = 0; number < index.entries().size(); number++) {
            BundleIndex.Entry entry = index.entries().get(number);
            if (entry.present()) {
                operations.add(new Operation.Bundled(key, number, entry.file(), request.tags()));
            }
        }
        return operations;
    }

    private CompletableFuture<Boolean> writeNext() {
        int end = Math.min(writtenCount + Limits.MAX_TOGETHER, operations.size());
        List<Operation> next = operations.subList(writtenCount, end);
        writtenCount = end;
        return catalog.append(next).thenApply(stamps -> writtenCount < operations.size());
    }
}

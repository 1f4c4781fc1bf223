package io.shardmesh.node.local;

import io.shardmesh.node.api.Durability;
import io.shardmesh.node.api.PutOutcome;
import io.shardmesh.node.api.PutRequest;
import io.shardmesh.node.bundle.BundledFile;
import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.CatalogEntry;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.node.object.StoredObject;
import io.shardmesh.node.record.Claim;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the catalog keeps of a put, and how it is shown. */
final class CatalogRecords {
    private CatalogRecords() {}

    /** Enters a put in the owner's catalog; completes when that is on disk. */
    static CompletableFuture<Void> append(LocalNode node, PutRequest request, StoredObject object) {
        Instant now = node.parts().environment().clock().instant();
        return node.parts()
                .storage()
                .catalog()
                .map(catalog -> append(catalog, request, object, now))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static CompletableFuture<Void> append(
            Catalog catalog, PutRequest request, StoredObject object, Instant now) {
        PutOutcome outcome = object.outcome();
        Operation.Put put =
                new Operation.Put(
                        request.name(),
                        outcome.objectKey(),
                        new Operation.FileFacts(
                                outcome.sizeBytes(),
                                request.file().type(),
                                request.file().modified(),
                                now),
                        request.tags(),
                        request.readers().size() + 1,
                        shards(object));
        return catalog.append(put).thenApply(stamp -> null);
    }

    /** How an object was stored, as the catalog keeps it. */
    static Operation.Shards shards(StoredObject object) {
        Durability reached = object.outcome().durability();
        return new Operation.Shards(
                reached.scheme(),
                reached.inline(),
                reached.wantedCount(),
                holders(object.claims()));
    }

    private static List<Operation.Holder> holders(List<Claim> claims) {
        return claims.stream()
                .map(claim -> new Operation.Holder(claim.index(), claim.holder()))
                .toList();
    }

    /** An entry as users see it; what it survives counts each holder as a machine of its own. */
    static io.shardmesh.node.api.CatalogEntry shown(CatalogEntry entry, int version) {
        Operation.Put put = entry.put();
        Operation.Shards shards = put.shards();
        int complete = shards.completeCount();
        int needed = shards.inline() ? 1 : shards.scheme().data();
        Operation.FileFacts file = put.file();
        return new io.shardmesh.node.api.CatalogEntry(
                put.name(),
                put.objectKey(),
                version,
                entry.tags(),
                new io.shardmesh.node.api.CatalogEntry.FileSummary(
                        file.sizeBytes(),
                        file.type(),
                        file.modified(),
                        file.stored(),
                        put.readerCount()),
                new Durability(
                        shards.scheme(),
                        shards.inline(),
                        complete,
                        complete,
                        Math.max(0, complete - needed)),
                entry.bundled().map(CatalogRecords::place));
    }

    private static io.shardmesh.node.api.CatalogEntry.BundlePlace place(Operation.Bundled bundled) {
        BundledFile file = bundled.file();
        return new io.shardmesh.node.api.CatalogEntry.BundlePlace(
                bundled.key(),
                file.offset(),
                file.digest(),
                file.facts().mode(),
                file.facts().modified());
    }
}

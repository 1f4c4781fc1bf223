package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.catalog.Operation;
import io.shardmesh.node.catalog.Stamp;
import io.shardmesh.node.core.Async;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The catalog of a node in this process. Its index knows no names, so pages are in the order of
 * puts: each costs what it shows, however many there are.
 */
final class LocalCatalog implements Catalog {
    private final LocalNode node;

    LocalCatalog(LocalNode node) {
        this.node = node;
    }

    @Override
    public CompletableFuture<CatalogPage> list(CatalogQuery query) {
        return node.onStrand(() ->
                catalog()
                        .list(
                                query.tags(),
                                query.from().map(LocalCatalog::place),
                                query.limit() + 1)
                        .thenCompose(entries -> page(entries, query.limit())));
    }

    private static Stamp place(String from) {
        return Stamp.parse(from)
                .orElseThrow(() ->
                        new Failure(
                                        FailureKind.MALFORMED,
                                        "list",
                                        "the catalog",
                                        "no page begins at " + from)
                                .exception());
    }

    /** One entry more than wanted shows that there are more. */
    private CompletableFuture<CatalogPage> page(
            List<io.shardmesh.node.catalog.CatalogEntry> entries, int limit) {
        Optional<String> next =
                entries.size() > limit
                        ? Optional.of(entries.get(limit - 1).version().text())
                        : Optional.empty();
        return Async.all(entries.stream().limit(limit).map(this::shown).toList())
                .thenApply(shown -> new CatalogPage(shown, next));
    }

    private static String name(io.shardmesh.node.catalog.CatalogEntry entry) {
        return entry.put().name();
    }

    @Override
    public CompletableFuture<Optional<CatalogEntry>> find(String name) {
        return node.onStrand(() -> catalog().findByName(name).thenCompose(this::shown));
    }

    @Override
    public CompletableFuture<Optional<CatalogEntry>> find(Digest objectKey) {
        return node.onStrand(() -> catalog().findByKey(objectKey).thenCompose(this::shown));
    }

    @Override
    public CompletableFuture<Void> retag(List<Retag> changes) {
        return node.onStrand(() -> {
            List<Operation> operations =
                    changes.stream()
                            .<Operation>map(
                                    change -> new Operation.Tag(change.key(), change.tags()))
                            .toList();
            return catalog().append(operations).thenApply(stamps -> null);
        });
    }

    private CompletableFuture<Optional<CatalogEntry>> shown(
            Optional<io.shardmesh.node.catalog.CatalogEntry> found) {
        return found.map(entry -> shown(entry).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<CatalogEntry> shown(io.shardmesh.node.catalog.CatalogEntry entry) {
        return catalog()
                .versionCount(name(entry))
                .thenApply(version -> CatalogRecords.shown(entry, version));
    }

    private io.shardmesh.node.catalog.Catalog catalog() {
        return node.parts()
                .storage()
                .catalog()
                .orElseThrow(() ->
                        new Failure(
                                        FailureKind.REFUSED,
                                        "open",
                                        "the catalog",
                                        "this node runs without its owner's keys")
                                .exception());
    }
}

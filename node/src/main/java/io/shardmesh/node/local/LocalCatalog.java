package io.shardmesh.node.local;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The catalog of a node in this process. Its index knows no names, so a page in the order of names
 * reads all entries with the wanted tags.
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
                        .list(query.tags(), Optional.empty(), Integer.MAX_VALUE)
                        .thenCompose(entries -> page(entries, query)));
    }

    private CompletableFuture<CatalogPage> page(
            List<io.shardmesh.node.catalog.CatalogEntry> entries, CatalogQuery query) {
        Stream<io.shardmesh.node.catalog.CatalogEntry> sorted =
                entries.stream()
                        .filter(entry ->
                                query.after()
                                        .map(after -> name(entry).compareTo(after) > 0)
                                        .orElse(true))
                        .sorted(Comparator.comparing(LocalCatalog::name));
        List<io.shardmesh.node.catalog.CatalogEntry> wanted =
                sorted.limit(query.limit() + 1L).toList();
        boolean more = wanted.size() > query.limit();
        return Async.all(wanted.stream().limit(query.limit()).map(this::shown).toList())
                .thenApply(shown -> new CatalogPage(shown, more));
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

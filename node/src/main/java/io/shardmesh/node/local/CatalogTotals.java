package io.shardmesh.node.local;

import io.shardmesh.node.catalog.Catalog;
import io.shardmesh.node.catalog.CatalogEntry;
import io.shardmesh.node.catalog.Stamp;
import io.shardmesh.node.core.Async;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How much an owner has stored: names at their newest version, and their sizes.
 *
 * @param count of the names
 * @param bytes in all
 */
record CatalogTotals(long count, long bytes) {
    static final CatalogTotals NONE = new CatalogTotals(0, 0);

    private static final int PAGE = 500;

    /** Counts page by page: all entries at once would not fit a small heap. On the strand. */
    static CompletableFuture<CatalogTotals> of(Catalog catalog) {
        Counting counting = new Counting(catalog);
        return Async.loop(counting::nextPage).thenApply(done -> counting.totals);
    }

    private CatalogTotals plus(CatalogEntry entry) {
        return new CatalogTotals(count + 1, bytes + entry.put().file().sizeBytes());
    }

    private static final class Counting {
        private final Catalog catalog;
        private CatalogTotals totals = NONE;
        private Optional<Stamp> last = Optional.empty();

        Counting(Catalog catalog) {
            this.catalog = catalog;
        }

        CompletableFuture<Boolean> nextPage() {
            return catalog.list(List.of(), last, PAGE)
                    .thenApply(page -> {
                        page.forEach(entry -> totals = totals.plus(entry));
                        last = page.isEmpty() ? last : Optional.of(page.getLast().version());
                        return page.size() == PAGE;
                    });
        }
    }
}

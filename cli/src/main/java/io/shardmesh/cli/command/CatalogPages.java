package io.shardmesh.cli.command;

import io.shardmesh.cli.NodeAccess;
import io.shardmesh.crypto.Digest;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a catalog page by page; what was put last comes first. */
final class CatalogPages {
    private CatalogPages() {}

    /**
     * Hands on one entry, the newest, of each object: names may share one, as files of a bundle.
     */
    static void objects(Node node, Consumer<CatalogEntry> reader) {
        Set<Digest> seen = new HashSet<>();
        read(
                node,
                List.of(),
                entries ->
                        entries.stream()
                                .filter(entry -> seen.add(entry.objectKey()))
                                .forEach(reader));
    }

    /** Hands every page on, of the entries that have all of these tags. */
    static void read(Node node, List<String> tags, Consumer<List<CatalogEntry>> reader) {
        Optional<String> from = Optional.empty();
        do {
            CatalogQuery query = new CatalogQuery(tags, from, CatalogQuery.MAX_LIMIT);
            CatalogPage page = NodeAccess.await(node.catalog().list(query));
            reader.accept(page.entries());
            from = page.next();
        } while (from.isPresent());
    }
}

package io.shardmesh.node.api;

import java.util.List;
import java.util.Optional;

/**
 * Part of the catalog.
 *
 * @param entries what was put last comes first
 * @param next where the next page begins, for {@link CatalogQuery#from}; empty when there is none.
 *     What is put meanwhile comes before, so no entry is seen twice, and a name that is put again
 *     before its page was read is not seen any more
 */
public record CatalogPage(List<CatalogEntry> entries, Optional<String> next) {
    /** Takes a copy of the list. */
    public CatalogPage {
        entries = List.copyOf(entries);
    }
}

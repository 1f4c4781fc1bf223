package io.shardmesh.node.api;

import java.util.List;

/**
 * Part of the catalog.
 *
 * @param entries in the order of names
 * @param more whether others follow the last of these
 */
public record CatalogPage(List<CatalogEntry> entries, boolean more) {
    /** Takes a copy of the list. */
    public CatalogPage {
        entries = List.copyOf(entries);
    }
}

package io.shardmesh.node.api;

import java.util.List;
import java.util.Optional;

/**
 * Which part of the catalog is wanted; what was put last comes first.
 *
 * @param tags all of which an entry must have
 * @param from {@link CatalogPage#next} of the page before; empty starts at the beginning
 * @param limit most entries in the answer, 1 to {@link #MAX_LIMIT}
 */
public record CatalogQuery(List<String> tags, Optional<String> from, int limit) {
    /** Most entries of one page, so that a page fits a control message. */
    public static final int MAX_LIMIT = 500;

    /** Checks the limit. */
    public CatalogQuery {
        tags = List.copyOf(tags);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }
}

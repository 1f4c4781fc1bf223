package io.shardmesh.node.catalog;

import java.util.List;

/**
 * A stored object as its owner knows it.
 *
 * @param put its latest state; the tags in there are those of that moment
 * @param tags its tags now
 * @param version stamp of its first put: among entries of one name the greatest is the latest
 */
public record CatalogEntry(Operation.Put put, List<String> tags, Stamp version) {

    /** Copies the list. */
    public CatalogEntry {
        tags = List.copyOf(tags);
    }
}

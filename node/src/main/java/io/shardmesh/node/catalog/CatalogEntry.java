package io.shardmesh.node.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A stored object as its owner knows it.
 *
 * @param put its latest state; the tags in there are those of that moment. Of a file in a bundle:
 *     the object key and the shards are the bundle's, all else is its own
 * @param tags its tags now
 * @param bundled where it lies in a bundle, if it does
 * @param version stamp of its first put: among entries of one name the greatest is the latest
 */
public record CatalogEntry(
        Operation.Put put, List<String> tags, Optional<Operation.Bundled> bundled, Stamp version) {

    /** Copies the list. */
    public CatalogEntry {
        tags = List.copyOf(tags);
    }
}

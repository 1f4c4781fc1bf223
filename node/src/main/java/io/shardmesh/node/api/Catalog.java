package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The owner's names. Needs no network. Threading as in {@link Node}. */
public interface Catalog {
    /** Lists a page of entries. */
    CompletableFuture<CatalogPage> list(CatalogQuery query);

    /** Finds a name's newest version; empty when the name is unknown. */
    CompletableFuture<Optional<CatalogEntry>> find(String name);

    /**
     * Finds the entry of an object, of any version; empty when it is not this owner's, or a bundle,
     * which has none.
     */
    CompletableFuture<Optional<CatalogEntry>> find(Digest objectKey);

    /**
     * Gives files other tags, all of them or, after a failure, none.
     *
     * @param changes 1 to {@link #MAX_RETAG_COUNT}
     */
    CompletableFuture<Void> retag(List<Retag> changes);

    /** Most files of one change of tags: with all the tags that are allowed it fits a message. */
    int MAX_RETAG_COUNT = 256;

    /**
     * The tags of a file are from now on these and no others.
     *
     * @param key {@link CatalogEntry#key}
     * @param tags at most {@link PutRequest#MAX_TAG_COUNT}, without doubles
     */
    record Retag(Digest key, List<String> tags) {
        /** Takes a copy of the list. */
        public Retag {
            tags = List.copyOf(tags);
        }
    }
}

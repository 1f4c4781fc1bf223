package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The owner's names. Needs no network. Threading as in {@link Node}. */
public interface Catalog {
    /** Lists a page of entries. */
    CompletableFuture<CatalogPage> list(CatalogQuery query);

    /** Finds a name's newest version; empty when the name is unknown. */
    CompletableFuture<Optional<CatalogEntry>> find(String name);

    /** Finds the entry of an object, of any version; empty when it is not this owner's. */
    CompletableFuture<Optional<CatalogEntry>> find(Digest objectKey);
}

package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.catalog.Catalog;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Which objects of the owner are wanted: what the catalog names, and the segments of the logs that
 * the newest heads name, as they are when this is made. On the strand.
 */
final class NamedObjects {
    private final Catalog catalog;
    private final Set<Digest> segments = new HashSet<>();

    NamedObjects(Catalog catalog, CatalogKeys keys, HeadShelf shelf) {
        this.catalog = catalog;
        shelf.of(keys.signing().verifyingKey()).stream()
                .flatMap(head -> LogSegments.open(keys.secrets().headKey(), head.head()).stream())
                .flatMap(log -> log.segments().stream())
                .map(Segment::objectKey)
                .forEach(segments::add);
    }

    /** Whether this object is one of them. */
    CompletableFuture<Boolean> contain(Digest objectKey) {
        return segments.contains(objectKey)
                ? CompletableFuture.completedFuture(true)
                : catalog.shards(objectKey).thenApply(Optional::isPresent);
    }
}

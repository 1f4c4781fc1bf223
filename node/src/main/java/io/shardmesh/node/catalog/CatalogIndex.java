package io.shardmesh.node.catalog;

import io.shardmesh.crypto.Digest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds operations in the logs by object key, keyed hash of a name, and keyed hashes of tags. Holds
 * no name or tag in clear. It can always be thrown away: {@link #coverage} says how far it reaches,
 * and what is missing is read from the logs.
 *
 * <p>No method blocks; futures complete on the strand of the owner, who calls on no other.
 */
public interface CatalogIndex {

    /** How far each log is indexed; no log twice. */
    CompletableFuture<List<Coverage>> coverage();

    /** Takes the changes and the new coverage of one log, all of it or nothing. */
    CompletableFuture<Void> apply(List<IndexedObject.Change> changes, Coverage covered);

    /** How many visible files lie in a bundle. */
    CompletableFuture<Integer> filesIn(Digest bundle);

    /** Visible objects with this name, that put last first. */
    CompletableFuture<List<IndexedObject>> versions(Digest nameKey);

    /** How many visible objects have this name. */
    CompletableFuture<Integer> versionCount(Digest nameKey);

    /** The object, if it is visible. */
    CompletableFuture<Optional<IndexedObject>> object(Digest objectKey);

    /**
     * The latest visible version of each name, if it has all these tags; that put last first. No
     * bundles.
     *
     * @param before only versions with a lesser first stamp: the last one of the page before
     * @param limit the size of a page, at least 1
     */
    CompletableFuture<List<IndexedObject>> latest(
            List<Digest> tagKeys, Optional<Stamp> before, int limit);

    /** Forgets everything, coverage too. */
    CompletableFuture<Void> clear();

    /** Ends it; idempotent. */
    CompletableFuture<Void> close();
}

package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One name in the owner's catalog, at its newest version.
 *
 * @param name as given to put
 * @param objectKey of the newest version; of a file in a bundle, the bundle's
 * @param version 1 for the first put of the name
 * @param tags without doubles
 * @param file size and times
 * @param durability what the put reached
 * @param place where it lies in a bundle; empty when it is an object of its own
 */
public record CatalogEntry(
        String name,
        Digest objectKey,
        long version,
        List<String> tags,
        FileSummary file,
        Durability durability,
        Optional<BundlePlace> place) {
    /** Takes a copy of the list. */
    public CatalogEntry {
        tags = List.copyOf(tags);
    }

    /** What names this file for a change of its tags: the key of the object when it is one. */
    public Digest key() {
        return place.map(BundlePlace::key).orElse(objectKey);
    }

    /**
     * Where a file lies in a bundle.
     *
     * @param key names the file among those of its owner; nobody can be asked for it
     * @param offset of its first byte in the content of the bundle
     * @param digest BLAKE3 of its content
     * @param mode POSIX permission bits, 0 when unknown
     * @param modified its last change, as exact as it was known
     */
    public record BundlePlace(Digest key, long offset, Digest digest, int mode, Instant modified) {}

    /**
     * What the catalog keeps of the file.
     *
     * @param sizeBytes true size
     * @param type media type; empty when unknown
     * @param modified last change of the source
     * @param stored time of the put
     * @param readerCount who can read it, the owner included
     */
    public record FileSummary(
            long sizeBytes, String type, Instant modified, Instant stored, int readerCount) {}
}

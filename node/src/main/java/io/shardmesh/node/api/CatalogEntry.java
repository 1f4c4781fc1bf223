package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.time.Instant;
import java.util.List;

/**
 * One name in the owner's catalog, at its newest version.
 *
 * @param name as given to put
 * @param objectKey of the newest version
 * @param version 1 for the first put of the name
 * @param tags without doubles
 * @param file size and times
 * @param durability what the put reached
 */
public record CatalogEntry(
        String name,
        Digest objectKey,
        long version,
        List<String> tags,
        FileSummary file,
        Durability durability) {
    /** Takes a copy of the list. */
    public CatalogEntry {
        tags = List.copyOf(tags);
    }

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

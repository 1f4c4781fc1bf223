package io.shardmesh.node.catalog;

/** Something wrong with the catalog's files that did not stop it. Paths are the file port's. */
public sealed interface CatalogProblem {

    /** The path it is about. */
    String path();

    /** The end of our own log was not whole, as after a crash, and was cut off at the offset. */
    record TornTail(String path, long offset, long sizeBytes) implements CatalogProblem {}

    /** These bytes are no record; they stay where they are and are skipped. */
    record DamagedRange(String path, long offset, long sizeBytes) implements CatalogProblem {}

    /** Records that were there once are not any more; as a rule beside a damaged range. */
    record MissingRecords(String path, long firstSequence, long lastSequence)
            implements CatalogProblem {}

    /** A genuine record that stands where it cannot have been written; skipped. */
    record MisplacedRecord(String path, long offset, long sequence) implements CatalogProblem {}

    /**
     * A log that could not be used. If it was our own it was renamed to the path, and begun anew.
     */
    record SetAside(String path, String why) implements CatalogProblem {}

    /** The index did not fit the logs and was made again. */
    record IndexRebuilt(String path, String why) implements CatalogProblem {}

    /** An operation is in the log but not in the index; the next open makes up for it. */
    record IndexBehind(String path, String why) implements CatalogProblem {}
}

package io.shardmesh.node.store;

/** What reading a whole shard has shown. */
public enum ScrubResult {
    /** Every byte is as the manifest says. */
    INTACT,
    /** It was not; it has left the store. */
    DAMAGED,
    /** It could not be read now, and stays: the disk failed, not the shard. */
    UNREADABLE,
    /** It is not here. */
    ABSENT
}

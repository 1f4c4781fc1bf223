package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;

/**
 * Names one shard of one object.
 *
 * @param index 0 to k+m-1; for an inline object the rank of the copy, 0 to m
 */
public record ShardName(Digest objectKey, int index) {
    /** A scheme has at most 255 shards. */
    static final int MAX_INDEX = 254;

    /**
     * Checks the index.
     *
     * @throws IllegalArgumentException when no scheme has such an index
     */
    public ShardName {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("index " + index);
        }
    }
}

package io.shardmesh.node.recovery;

import io.shardmesh.crypto.Digest;

/**
 * Some bytes of a catalog log, from one record's beginning to another's end, as an object of their
 * own.
 *
 * @param objectKey the object
 * @param fromOffset of its first byte in the log
 * @param sizeBytes how many there are
 */
record Segment(Digest objectKey, long fromOffset, long sizeBytes) {
    Segment {
        if (fromOffset < 0 || sizeBytes < 1) {
            throw new IllegalArgumentException("segment from " + fromOffset + ", " + sizeBytes);
        }
    }

    long endOffset() {
        return fromOffset + sizeBytes;
    }
}

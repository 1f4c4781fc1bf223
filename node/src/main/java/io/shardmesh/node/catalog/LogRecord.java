package io.shardmesh.node.catalog;

/**
 * A record that was read and opened.
 *
 * @param offset of its frame in the file
 * @param totalBytes length of frame and sealed record
 */
record LogRecord(long offset, int totalBytes, long sequence, Stamp stamp, Operation operation) {

    long endOffset() {
        return offset + totalBytes;
    }
}

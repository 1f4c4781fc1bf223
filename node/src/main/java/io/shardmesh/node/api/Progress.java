package io.shardmesh.node.api;

import java.util.OptionalLong;

/**
 * A glance at an operation.
 *
 * @param doneBytes bytes of the user's file that are through, not counting padding or parity
 * @param totalBytes how many there will be, when known
 */
public record Progress(long doneBytes, OptionalLong totalBytes) {
    /** Checks that the counts can be true. */
    public Progress {
        if (doneBytes < 0 || totalBytes.orElse(0) < 0) {
            throw new IllegalArgumentException("negative progress");
        }
    }
}

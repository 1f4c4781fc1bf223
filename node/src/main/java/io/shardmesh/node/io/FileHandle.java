package io.shardmesh.node.io;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * An open file. Several calls may be under way at once and may then be done in any order; who needs
 * an order waits for the first. A buffer belongs to the port from the call until its future
 * completes. After {@link #close} every call fails with a Failure of kind IO.
 */
public interface FileHandle {
    /**
     * Reads into the target from its position on and moves that position.
     *
     * @param position where in the file, 0 or more
     * @return how many bytes, at least 1 unless the target is full; may be less than asked; -1 at
     *     the end of the file
     */
    CompletableFuture<Integer> read(long position, ByteBuffer target);

    /** Writes all that the source has left; a gap before the position reads as zeros. */
    CompletableFuture<Void> write(long position, ByteBuffer source);

    /** When done, the content and length of the file survive a power loss. */
    CompletableFuture<Void> sync();

    /** Writes as {@link #write} does, then syncs, on the way of one call. */
    default CompletableFuture<Void> writeSynced(long position, ByteBuffer source) {
        return write(position, source).thenCompose(_ -> sync());
    }

    CompletableFuture<Long> size();

    /** Cuts the file to this size; no effect when it is not longer. */
    CompletableFuture<Void> truncate(long sizeBytes);

    /** Idempotent; waits for calls under way. Does not sync. */
    CompletableFuture<Void> close();
}

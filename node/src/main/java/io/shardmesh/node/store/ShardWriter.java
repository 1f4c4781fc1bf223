package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.record.ShardRecord;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A shard that is being received: append…, then commit or abort. Calls out of this order are bugs
 * and throw {@link IllegalStateException}. After a failed append only abort makes sense.
 */
public interface ShardWriter {
    /**
     * Adds what the buffer has left at the end. The buffer belongs to the writer until the future
     * completes. Several appends may be under way; their bytes land in the order of the calls.
     */
    CompletableFuture<Void> append(ByteBuffer bytes);

    /** Bytes given to append so far. */
    long writtenBytes();

    /** Ends the shard: gives its BLAKE3 when all of it is on the medium. */
    CompletableFuture<Digest> finish();

    /**
     * Makes the shard part of the store, and finishes it first if that was not done. Fails with
     * REFUSED, and drops the bytes, when the record is not about this shard, the bytes are not the
     * ones in its manifest, or another manifest of the object is here; with DELETED when a
     * tombstone ends its lease.
     */
    CompletableFuture<Void> commit(ShardRecord record);

    /** Drops all that was written. Does nothing after a commit or another abort. */
    CompletableFuture<Void> abort();
}

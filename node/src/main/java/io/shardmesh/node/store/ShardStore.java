package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The shards and inline objects of one holder. To be used on its strand alone; futures complete
 * there, and fail with a {@link io.shardmesh.node.api.FailureException}.
 *
 * <p>What a future of commit acknowledged survives a power loss. What was not acknowledged is there
 * whole after a restart or not at all.
 */
public interface ShardStore {
    /**
     * Starts to receive a shard. It is not seen by anybody before its commit.
     *
     * @param blockBytes the object's block size
     */
    CompletableFuture<ShardWriter> begin(Digest objectKey, int index, int blockBytes);

    /**
     * Keeps an object that lies whole in its manifest. Fails with REFUSED when another manifest of
     * the object is here. The same again replaces envelope, lease and claim.
     */
    CompletableFuture<Void> commitInline(ShardRecord record);

    /** All that is here of an object, ordered by index; empty when there is nothing. */
    CompletableFuture<List<ShardRecord>> find(Digest objectKey);

    /** What reads blocks; whoever has it closes it. */
    ShardReader reader();

    /** What is here, ordered by object key and index, in pages. */
    CompletableFuture<List<StoredShard>> list(Optional<ShardName> after, int limitCount);

    /** What could be reserved now; unlike {@link #usage} it does not look at every row. */
    CompletableFuture<Long> freeBytes();

    /** How much is stored, promised and free. */
    CompletableFuture<StoreUsage> usage();

    /** Bytes stored under leases of this owner. */
    CompletableFuture<Long> storedBytes(VerifyingKey owner);

    /** Sets room aside for a shard to come; fails with NO_SPACE when there is not so much. */
    CompletableFuture<Reservation> reserve(long sizeBytes);

    /** Waits for what is being written and closes the index. */
    CompletableFuture<Void> close();
}

package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

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
     * the object is here, and with DELETED when a tombstone ends its lease. The same again replaces
     * envelope, lease and claim.
     */
    CompletableFuture<Void> commitInline(ShardRecord record);

    /** All that is here of an object, ordered by index; empty when there is nothing. */
    CompletableFuture<List<ShardRecord>> find(Digest objectKey);

    /** What the index says of an object, ordered by index; reads no record. */
    CompletableFuture<List<StoredShard>> rows(Digest objectKey);

    /**
     * Replaces the record of a shard that is here by one with a newer envelope, lease or claim of
     * the same manifest. Nothing else changes the shard between what {@code change} is given and
     * what it gives, so two that come together see each other. It runs on the strand; when it gives
     * what it was given, nothing is written. Fails with NOT_FOUND when the shard is not here,
     * DAMAGED when its record cannot be read, REFUSED when the new one has another manifest,
     * DELETED when a tombstone ends its lease, and with what {@code change} throws.
     *
     * @return the record that is here then
     */
    CompletableFuture<ShardRecord> update(ShardName name, UnaryOperator<ShardRecord> change);

    /**
     * Takes a shard or inline copy out for good, its bytes too; false when it was not here. Who
     * reads it now may read on.
     */
    CompletableFuture<Boolean> remove(ShardName name);

    /**
     * Keeps the tombstone and takes out all of the object whose lease it ends. From then on a
     * commit of the object under a lease that it ends fails with DELETED; one under a newer lease
     * is taken. Of each owner one tombstone is kept: an older one than that changes nothing.
     * Whether it is signed is for the caller to check. After a failure the tombstone may be here
     * and files of the object too; the next opening takes them out.
     */
    CompletableFuture<Void> bury(SignedTombstone tombstone);

    /**
     * The tombstone of the object, if one is here; of several owners' that of the highest sequence.
     */
    CompletableFuture<Optional<SignedTombstone>> tombstone(Digest objectKey);

    /**
     * Tombstones behind this object, in the order of object keys; empty at the end. A page may be
     * longer than the limit, since it has all tombstones of its last object.
     */
    CompletableFuture<List<SignedTombstone>> tombstones(Optional<Digest> after, int limitCount);

    /** Drops all tombstones of the object, whose end has come. */
    CompletableFuture<Void> forgetTombstone(Digest objectKey);

    /** Drops the tombstone of this owner for the object, whose end has come. */
    CompletableFuture<Void> forgetTombstone(Digest objectKey, VerifyingKey owner);

    /**
     * Reads the whole shard, block by block, and compares it with its manifest; of an inline copy
     * the record. What is damaged is set aside, reported and leaves the store. Others use the shard
     * meanwhile; one that is replaced is read anew. Holds two blocks in memory.
     *
     * @param pace asked before each block is read, with its length: completes when it may be
     */
    CompletableFuture<ScrubResult> scrub(
            ShardName name, LongFunction<CompletableFuture<Void>> pace);

    /**
     * Rewrites the packs of which less than half is live, one after the other, and deletes them.
     * Others read and write meanwhile. Holds a batch in memory. Whoever asks while it runs gets the
     * same future.
     *
     * @return bytes that the disk has back
     */
    CompletableFuture<Long> compact();

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

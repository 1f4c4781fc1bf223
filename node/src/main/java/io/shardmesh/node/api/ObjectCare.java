package io.shardmesh.node.api;

import io.shardmesh.crypto.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looking after what has been stored: checking, repairing, deleting. Threading as in {@link Node}.
 */
public interface ObjectCare {
    /**
     * Has all holders that can be reached drop an object of this home's owner, and takes it out of
     * the catalog. Those that are away do so when they are back: each holder keeps the owner's word
     * until the last lease would have ended. The key of a file in a bundle takes that file out of
     * the catalog; the bundle itself is deleted with its last file.
     *
     * <p>Fails with {@link FailureKind#NOT_FOUND} or {@link FailureKind#NO_PEERS} as a locate does,
     * and with {@link FailureKind#REFUSED} when the object has another owner.
     */
    CompletableFuture<DeleteOutcome> delete(Digest objectKey);

    /** Reads every block of every shard at every holder and compares it with the manifest. */
    CompletableFuture<VerifyOutcome> verify(Digest objectKey);

    /**
     * Makes the parts again that no reachable holder has, without waiting for one that may come
     * back.
     *
     * @param depth what is done before
     */
    CompletableFuture<RepairOutcome> repair(Digest objectKey, RepairDepth depth);

    /**
     * Looks for objects of this home's owner that holders keep and no catalog names, the catalogs
     * of the owner's other devices included: what a put left that never ended, for example. Fetches
     * what these devices have published first, and fails when something of that is missing: what
     * only seems to have no name is not to be shown.
     *
     * @param leastAge younger ones are not shown: another device may yet publish their names
     * @param after where the page before has ended; empty to begin
     */
    CompletableFuture<OrphanPage> orphans(Duration leastAge, Optional<Digest> after);

    /**
     * Has the holders of an object look at it now instead of at their next sweep: they release what
     * is there twice and make again what is lost. Completes when they have been asked.
     *
     * @return how many took note
     */
    CompletableFuture<Integer> lookAgain(Digest objectKey);
}

package io.shardmesh.node.io;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Brings a long file to the medium while more of it is written, so that the sync at its end finds
 * little left to do: left alone, a system may wait for half a minute, or until a tenth of its
 * memory is to be written. One sync is under way at a time. Thread-safe.
 */
public final class GradualSync {
    /** Seldom enough that what a sync does beside writing costs nothing. */
    public static final long USUAL_STEP_BYTES = 32L << 20;

    private final long stepBytes;
    private final Supplier<CompletableFuture<Void>> sync;
    private long unsyncedBytes;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    /**
     * @param stepBytes how much is written before a sync is begun
     * @param sync begins one
     */
    public GradualSync(long stepBytes, Supplier<CompletableFuture<Void>> sync) {
        this.stepBytes = stepBytes;
        this.sync = sync;
    }

    /** So many bytes more have been written. */
    public synchronized void written(long bytes) {
        unsyncedBytes += bytes;
        if (unsyncedBytes >= stepBytes && running.state() == CompletableFuture.State.SUCCESS) {
            unsyncedBytes = 0;
            running = sync.get();
        }
    }

    /**
     * The sync that is under way, or was last. Once one has failed there is no other: nobody knows
     * what of the file is on the medium, and the system may not tell a second time.
     */
    public synchronized CompletableFuture<Void> last() {
        return running;
    }

    /** Syncs all that was written before; fails when any sync has failed. */
    public CompletableFuture<Void> finish() {
        return last().thenCompose(_ -> sync.get());
    }
}

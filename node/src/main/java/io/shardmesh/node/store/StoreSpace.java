package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import java.util.concurrent.CompletableFuture;

/**
 * Counts what is stored, promised and being received. What a session has written already is gone
 * from the disk's free space, so the disk must still have room for the rest of the promises only.
 *
 * <p>The disk is not asked for each small object: as long as what was promised since is little
 * beside what was free then, there is room, and if others have filled the disk, writing says so.
 */
final class StoreSpace {
    /** The part of the free space that may be promised before the disk is asked again. */
    private static final int LITTLE_PART = 256;

    private final StoreFiles files;
    private final long limitBytes;
    private long storedBytes;
    private long reservedBytes;
    private long receivedBytes;
    private long usableSeenBytes;
    private long promisedSinceBytes;

    StoreSpace(StoreFiles files, long limitBytes, long storedBytes) {
        this.files = files;
        this.limitBytes = limitBytes;
        this.storedBytes = storedBytes;
    }

    /** Counts a change of what is stored. */
    void stored(long addedBytes) {
        storedBytes += addedBytes;
    }

    /** Counts bytes in files that are being received; negative when such a file ends. */
    void received(long addedBytes) {
        receivedBytes += addedBytes;
    }

    CompletableFuture<Reservation> reserve(long sizeBytes) {
        Granted granted = new Granted();
        return granted.grow(sizeBytes).thenApply(_ -> granted);
    }

    CompletableFuture<StoreUsage> usage(long shardCount) {
        return usableBytes()
                .thenApply(usable ->
                        new StoreUsage(
                                shardCount,
                                storedBytes,
                                reservedBytes,
                                limitBytes,
                                freeBytes(usable)));
    }

    CompletableFuture<Long> freeBytes() {
        return usableBytes().thenApply(this::freeBytes);
    }

    private CompletableFuture<Long> usableBytes() {
        return files.port().usableBytes().thenApply(this::seen);
    }

    private long seen(long usableBytes) {
        usableSeenBytes = usableBytes;
        promisedSinceBytes = 0;
        return usableBytes;
    }

    private long freeBytes(long usableBytes) {
        long byLimit = limitBytes - storedBytes - reservedBytes;
        long byDisk = usableBytes - Math.max(0, reservedBytes - receivedBytes);
        return Math.max(0, Math.min(byLimit, byDisk));
    }

    private final class Granted implements Reservation {
        private long sizeBytes;
        private boolean released;

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }

        @Override
        public CompletableFuture<Void> grow(long moreBytes) {
            if (moreBytes < 0) {
                throw new IllegalArgumentException("a reservation does not shrink");
            }
            if (promisedSinceBytes + moreBytes <= usableSeenBytes / LITTLE_PART) {
                return Async.attempt(() -> {
                    take(moreBytes, usableSeenBytes - promisedSinceBytes);
                    return CompletableFuture.completedFuture(null);
                });
            }
            return usableBytes().thenAccept(usable -> take(moreBytes, usable));
        }

        private void take(long moreBytes, long usableBytes) {
            long freeBytes = freeBytes(usableBytes);
            if (moreBytes > freeBytes) {
                throw new Failure(
                                FailureKind.NO_SPACE,
                                "reserve",
                                moreBytes + " bytes",
                                freeBytes + " bytes are free")
                        .exception();
            }
            if (!released) {
                sizeBytes += moreBytes;
                reservedBytes += moreBytes;
                promisedSinceBytes += moreBytes;
            }
        }

        @Override
        public void release() {
            released = true;
            reservedBytes -= sizeBytes;
            sizeBytes = 0;
        }
    }
}

package io.shardmesh.node.store;

import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import java.util.concurrent.CompletableFuture;

/**
 * Counts what is stored, promised and being received. What a session has written already is gone
 * from the disk's free space, so the disk must still have room for the rest of the promises only.
 */
final class StoreSpace {
    private final StoreFiles files;
    private final long limitBytes;
    private long storedBytes;
    private long reservedBytes;
    private long receivedBytes;

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
        return files.port()
                .usableBytes()
                .thenApply(usable ->
                        new StoreUsage(
                                shardCount,
                                storedBytes,
                                reservedBytes,
                                limitBytes,
                                freeBytes(usable)));
    }

    CompletableFuture<Long> freeBytes() {
        return files.port().usableBytes().thenApply(this::freeBytes);
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
            return files.port().usableBytes().thenAccept(usable -> take(moreBytes, usable));
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

package io.shardmesh.node.store;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
    private final long reserveFreeBytes;
    private final Map<VerifyingKey, IndexTotals> owners;
    private IndexTotals stored;
    private long reservedBytes;
    private long receivedBytes;
    private long usableSeenBytes;
    private long promisedSinceBytes;

    StoreSpace(StoreFiles files, StoreConfig config, Map<VerifyingKey, IndexTotals> owners) {
        this.files = files;
        this.limitBytes = config.limitBytes();
        this.reserveFreeBytes = config.reserveFreeBytes();
        this.owners = new HashMap<>(owners);
        this.stored = owners.values().stream().reduce(IndexTotals.NONE, IndexTotals::plus);
    }

    /** Counts that a row came in the place of another, if there was one. */
    void came(StoredShard row, Optional<StoredShard> before) {
        before.ifPresent(this::left);
        count(row, new IndexTotals(1, row.storedBytes()));
    }

    /** Counts that a row has left. */
    void left(StoredShard row) {
        count(row, new IndexTotals(-1, -row.storedBytes()));
    }

    private void count(StoredShard row, IndexTotals added) {
        stored = stored.plus(added);
        owners.compute(
                row.owner(),
                (_, known) -> {
                    IndexTotals sum = known == null ? added : known.plus(added);
                    return sum.equals(IndexTotals.NONE) ? null : sum;
                });
    }

    /** Bytes stored under leases of this owner. */
    long storedBytes(VerifyingKey owner) {
        return owners.getOrDefault(owner, IndexTotals.NONE).storedBytes();
    }

    /** Counts bytes in files that are being received; negative when such a file ends. */
    void received(long addedBytes) {
        receivedBytes += addedBytes;
    }

    CompletableFuture<Reservation> reserve(long sizeBytes) {
        Granted granted = new Granted();
        return granted.grow(sizeBytes).thenApply(_ -> granted);
    }

    CompletableFuture<StoreUsage> usage() {
        return usableBytes()
                .thenApply(usable ->
                        new StoreUsage(
                                stored.shardCount(),
                                stored.storedBytes(),
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
        return Math.max(0, Math.min(byLimit(), byDisk(usableBytes)));
    }

    private long byLimit() {
        return limitBytes - stored.storedBytes() - reservedBytes;
    }

    private long byDisk(long usableBytes) {
        return usableBytes - reserveFreeBytes - Math.max(0, reservedBytes - receivedBytes);
    }

    private String cause(long freeBytes, long usableBytes) {
        boolean byReserve = reserveFreeBytes > 0 && byDisk(usableBytes) < byLimit();
        return freeBytes
                + " bytes are free"
                + (byReserve
                        ? ", beside the " + reserveFreeBytes + " that stay so (reserve-free)"
                        : "");
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
                                cause(freeBytes, usableBytes))
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

package io.shardmesh.node.holder;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.OwnerEntry;
import io.shardmesh.node.store.Reservation;
import io.shardmesh.node.store.ShardStore;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Sets room aside for an owner, as long as its quota on the membership list allows: stored bytes
 * and promised ones count (design §4). On the strand.
 */
final class OwnerRooms {
    private final Members members;
    private final ShardStore store;
    private final Map<VerifyingKey, Long> promised = new HashMap<>();

    OwnerRooms(Members members, ShardStore store) {
        this.members = members;
        this.store = store;
    }

    /** Fails with NO_SPACE when quota, limit or disk do not allow it. */
    CompletableFuture<Reservation> reserve(VerifyingKey owner, long sizeBytes) {
        return promise(owner, sizeBytes)
                .thenCompose(promised -> store.reserve(sizeBytes))
                .<Reservation>thenApply(granted -> new OwnerRoom(owner, granted))
                .whenComplete((room, trouble) -> {
                    if (trouble != null) {
                        count(owner, -sizeBytes);
                    }
                });
    }

    private CompletableFuture<Void> promise(VerifyingKey owner, long moreBytes) {
        count(owner, moreBytes);
        OptionalLong quota = quota(owner);
        if (quota.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return store.storedBytes(owner)
                .thenAccept(stored -> {
                    long takenBytes = stored + promised.getOrDefault(owner, 0L) - moreBytes;
                    if (moreBytes > quota.getAsLong() - takenBytes) {
                        throw overQuota(moreBytes, takenBytes, quota.getAsLong()).exception();
                    }
                });
    }

    private void count(VerifyingKey owner, long moreBytes) {
        promised.merge(owner, moreBytes, Long::sum);
        promised.remove(owner, 0L);
    }

    private OptionalLong quota(VerifyingKey owner) {
        return members.membership()
                .owner(owner)
                .map(OwnerEntry::quotaBytes)
                .orElse(OptionalLong.of(0));
    }

    private static Failure overQuota(long moreBytes, long takenBytes, long quotaBytes) {
        return new Failure(
                FailureKind.NO_SPACE,
                "reserve",
                moreBytes + " bytes",
                "its owner's quota at each holder is %d bytes, of which %d are taken"
                        .formatted(quotaBytes, takenBytes));
    }

    /** Counts for its owner until it is released. */
    private final class OwnerRoom implements Reservation {
        private final VerifyingKey owner;
        private final Reservation granted;
        private boolean released;

        OwnerRoom(VerifyingKey owner, Reservation granted) {
            this.owner = owner;
            this.granted = granted;
        }

        @Override
        public long sizeBytes() {
            return granted.sizeBytes();
        }

        @Override
        public CompletableFuture<Void> grow(long moreBytes) {
            return promise(owner, moreBytes)
                    .thenCompose(promised -> granted.grow(moreBytes))
                    .whenComplete((grown, trouble) -> {
                        if (trouble != null || released) {
                            count(owner, -moreBytes);
                        }
                    });
        }

        @Override
        public void release() {
            if (!released) {
                released = true;
                count(owner, -granted.sizeBytes());
                granted.release();
            }
        }
    }
}

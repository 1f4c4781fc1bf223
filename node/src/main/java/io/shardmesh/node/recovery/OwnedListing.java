package io.shardmesh.node.recovery;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.network.Message;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.recovery.proto.OwnedObject;
import io.shardmesh.node.recovery.proto.OwnedPage;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.StoredShard;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lists the objects of an owner in a store, in the order of their keys, page by page. */
final class OwnedListing {
    /** Rows that one page looks at, of all owners; so it may be empty and not the last. */
    private static final int ROW_COUNT = 256;

    /** Behind any index of a shard. */
    private static final int LAST_INDEX = 254;

    private static final int PAGE_BYTES = Message.MAX_HEAD_BYTES - 4096;

    private final ShardStore store;

    OwnedListing(ShardStore store) {
        this.store = store;
    }

    CompletableFuture<OwnedPage> page(VerifyingKey owner, Optional<Digest> after) {
        return store.list(after.map(key -> new ShardName(key, LAST_INDEX)), ROW_COUNT)
                .thenCompose(rows -> new Page(owner, rows).fill());
    }

    private final class Page {
        private final OwnedPage.Builder page = OwnedPage.newBuilder();
        private final Deque<Digest> keys = new ArrayDeque<>();
        private final boolean last;
        private int room = PAGE_BYTES;
        private Optional<Digest> done = Optional.empty();

        Page(VerifyingKey owner, List<StoredShard> rows) {
            this.last = rows.size() < ROW_COUNT;
            for (StoredShard row : rows) {
                Digest key = row.name().objectKey();
                boolean listed = !keys.isEmpty() && keys.getLast().equals(key);
                if (row.owner().equals(owner) && !listed) {
                    keys.add(key);
                }
                done = Optional.of(key);
            }
        }

        CompletableFuture<OwnedPage> fill() {
            Optional<Digest> end = done;
            done = Optional.empty();
            return Async.loop(this::next)
                    .thenApply(filled -> {
                        // Full before the end of the rows: goes on behind the last that fitted.
                        Optional<Digest> reached = keys.isEmpty() ? end : done;
                        if (!last || !keys.isEmpty()) {
                            reached.ifPresent(
                                    key -> page.setNext(ByteString.copyFrom(key.bytes())));
                        }
                        return page.build();
                    });
        }

        private CompletableFuture<Boolean> next() {
            Digest key = keys.peek();
            if (key == null) {
                return CompletableFuture.completedFuture(false);
            }
            return store.find(key)
                    .thenApply(records -> {
                        if (records.isEmpty()) {
                            keys.remove();
                            return true;
                        }
                        OwnedObject object = object(records);
                        room -= object.getSerializedSize() + 8;
                        if (room < 0 && page.getObjectCount() > 0) {
                            return false;
                        }
                        page.addObject(object);
                        done = Optional.of(key);
                        keys.remove();
                        return true;
                    });
        }
    }

    private static OwnedObject object(List<ShardRecord> records) {
        ShardRecord first = records.getFirst();
        OwnedObject.Builder object =
                OwnedObject.newBuilder()
                        .setHeader(ByteString.copyFrom(first.header().encode()))
                        .setManifest(ByteString.copyFrom(first.manifest().encode()))
                        .setEnvelope(ByteString.copyFrom(first.envelope().encode()))
                        .setLease(ByteString.copyFrom(endingFirst(records).encode()));
        records.forEach(record -> object.addIndex(record.index()));
        return object.build();
    }

    private static SignedLease endingFirst(List<ShardRecord> records) {
        return records.stream()
                .map(ShardRecord::lease)
                .min(Comparator.comparing(lease -> lease.lease().notAfter()))
                .orElseThrow();
    }
}

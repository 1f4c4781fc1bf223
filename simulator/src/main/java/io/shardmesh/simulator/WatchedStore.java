package io.shardmesh.simulator;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.Reservation;
import io.shardmesh.node.store.ScrubResult;
import io.shardmesh.node.store.ShardReader;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.StoreUsage;
import io.shardmesh.node.store.StoredShard;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** A node's store with a {@link StoreWitness}. */
final class WatchedStore implements ShardStore {
    private final ShardStore store;
    private final SimulatedNode node;

    WatchedStore(ShardStore store, SimulatedNode node) {
        this.store = store;
        this.node = node;
    }

    private StoreWitness witness() {
        return node.mesh().witness();
    }

    private void committed(ShardRecord record) {
        witness().committed(node, new ShardName(record.objectKey(), record.index()));
    }

    @Override
    public CompletableFuture<ShardWriter> begin(Digest objectKey, int index, int blockBytes) {
        return store.begin(objectKey, index, blockBytes).thenApply(Writer::new);
    }

    @Override
    public CompletableFuture<Void> commitInline(ShardRecord record) {
        return store.commitInline(record).thenRun(() -> committed(record));
    }

    @Override
    public CompletableFuture<List<ShardRecord>> find(Digest objectKey) {
        return store.find(objectKey);
    }

    @Override
    public CompletableFuture<List<StoredShard>> rows(Digest objectKey) {
        return store.rows(objectKey);
    }

    @Override
    public CompletableFuture<ShardRecord> update(
            ShardName name, UnaryOperator<ShardRecord> change) {
        return store.update(name, change);
    }

    @Override
    public CompletableFuture<Boolean> remove(ShardName name) {
        return store.find(name.objectKey())
                .handle((records, trouble) -> trouble == null && ended(records))
                .thenCompose(ended -> {
                    witness().removing(node, name, ended);
                    return store.remove(name);
                });
    }

    private boolean ended(List<ShardRecord> records) {
        return !records.isEmpty()
                && records.stream()
                        .allMatch(record ->
                                record.lease().lease().notAfter().isBefore(node.trueTime()));
    }

    @Override
    public CompletableFuture<Void> bury(SignedTombstone tombstone) {
        Digest objectKey = tombstone.tombstone().objectKey();
        witness().burying(node, objectKey);
        return store.bury(tombstone).thenRun(() -> witness().buried(node, objectKey));
    }

    @Override
    public CompletableFuture<Optional<SignedTombstone>> tombstone(Digest objectKey) {
        return store.tombstone(objectKey);
    }

    @Override
    public CompletableFuture<List<SignedTombstone>> tombstones(
            Optional<Digest> after, int limitCount) {
        return store.tombstones(after, limitCount);
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey) {
        return store.forgetTombstone(objectKey);
    }

    @Override
    public CompletableFuture<Void> forgetTombstone(Digest objectKey, VerifyingKey owner) {
        return store.forgetTombstone(objectKey, owner);
    }

    @Override
    public CompletableFuture<ScrubResult> scrub(
            ShardName name, LongFunction<CompletableFuture<Void>> pace) {
        return store.scrub(name, pace);
    }

    @Override
    public CompletableFuture<Long> compact() {
        return store.compact();
    }

    @Override
    public ShardReader reader() {
        return new PartialReader(store, node::kept);
    }

    @Override
    public CompletableFuture<List<StoredShard>> list(Optional<ShardName> after, int limitCount) {
        return store.list(after, limitCount);
    }

    @Override
    public CompletableFuture<Long> freeBytes() {
        return store.freeBytes();
    }

    @Override
    public CompletableFuture<StoreUsage> usage() {
        return store.usage();
    }

    @Override
    public CompletableFuture<Long> storedBytes(VerifyingKey owner) {
        return store.storedBytes(owner);
    }

    @Override
    public CompletableFuture<Reservation> reserve(long sizeBytes) {
        return store.reserve(sizeBytes);
    }

    @Override
    public CompletableFuture<Void> close() {
        return store.close();
    }

    private final class Writer implements ShardWriter {
        private final ShardWriter writer;

        Writer(ShardWriter writer) {
            this.writer = writer;
        }

        @Override
        public CompletableFuture<Void> append(ByteBuffer bytes) {
            return writer.append(bytes);
        }

        @Override
        public long writtenBytes() {
            return writer.writtenBytes();
        }

        @Override
        public CompletableFuture<Digest> finish() {
            return writer.finish();
        }

        @Override
        public CompletableFuture<Void> commit(ShardRecord record) {
            return writer.commit(record).thenRun(() -> committed(record));
        }

        @Override
        public CompletableFuture<Void> abort() {
            return writer.abort();
        }
    }
}

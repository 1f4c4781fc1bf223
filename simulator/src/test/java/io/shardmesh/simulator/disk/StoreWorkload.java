package io.shardmesh.simulator.disk;

import io.shardmesh.crypto.Digest;
import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.record.ShardName;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.TestObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a holder does all day, in little: shards and inline objects are committed one by one and at
 * the same time, one is given up, some are replaced, updated, removed and buried, and packs are
 * rewritten while more comes in. Notes what may be there at each moment.
 */
final class StoreWorkload {
    private static final long LATER = 1L << 50;
    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final TestObject FIRST =
            TestObject.sharded(1, SCHEME, 3 * TestObject.BLOCK_BYTES + 100);
    private static final TestObject SECOND = TestObject.sharded(2, SCHEME, TestObject.BLOCK_BYTES);
    private static final List<TestObject> INLINE = inlineObjects();
    private static final List<TestObject> OTHERS = otherObjects();

    /** Built once, for signing takes longer than all else here. */
    private static final List<ShardRecord> SHARD_RECORDS =
            List.of(
                    FIRST.record(0),
                    FIRST.record(1),
                    SECOND.record(2),
                    FIRST.recordWithLease(0, LATER),
                    SECOND.recordWithLease(2, LATER));

    private final TestStrand strand;
    private final Expectation expected;
    private boolean done;

    StoreWorkload(TestStrand strand, Expectation expected) {
        this.strand = strand;
        this.expected = expected;
    }

    private static List<TestObject> inlineObjects() {
        List<TestObject> objects = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            objects.add(TestObject.inline(10 + number, SCHEME, 1040 + 777 * number));
        }
        return List.copyOf(objects);
    }

    private static List<TestObject> otherObjects() {
        List<TestObject> objects = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            objects.add(TestObject.inline(30 + number, SCHEME, 1040));
        }
        return List.copyOf(objects);
    }

    Expectation expected() {
        return expected;
    }

    /** True when all was acknowledged. */
    boolean done() {
        return done;
    }

    /** Everything happens when the strand runs. */
    void start(ShardStore store) {
        strand.execute(() -> {
            var _ = new Day(store).run().thenAccept(_ -> done = true);
        });
    }

    private final class Day {
        private final ShardStore store;

        Day(ShardStore store) {
            this.store = store;
        }

        CompletableFuture<Void> run() {
            return forget(SECOND)
                    .thenCompose(_ -> forget(INLINE.get(1)))
                    .thenCompose(_ -> commitMany())
                    .thenCompose(_ -> commit(FIRST, 1, SHARD_RECORDS.get(1)))
                    .thenCompose(_ -> commit(INLINE.get(5).record(0)))
                    .thenCompose(_ -> commit(INLINE.get(6).recordWithEnvelope(0, 2)))
                    .thenCompose(_ -> commit(SECOND, 2, SHARD_RECORDS.get(2)))
                    .thenCompose(_ -> update(SHARD_RECORDS.get(3)))
                    .thenCompose(_ -> commit(FIRST, 0, SHARD_RECORDS.get(0)))
                    .thenCompose(_ -> update(INLINE.get(6).recordWithLease(0, LATER)))
                    .thenCompose(_ -> remove(FIRST, 1))
                    .thenCompose(_ -> bury(SECOND))
                    .thenCompose(_ -> commit(SECOND, 2, SHARD_RECORDS.get(4)))
                    .thenCompose(_ -> bury(INLINE.get(1)))
                    .thenCompose(_ -> removeMany())
                    .thenCompose(_ -> commit(INLINE.get(2).record(0)))
                    .thenCompose(_ -> compactMeanwhile())
                    .thenCompose(_ -> remove(INLINE.get(2), 0))
                    .thenCompose(_ -> store.compact())
                    .thenCompose(_ -> commit(INLINE.get(3).record(0)));
        }

        private CompletableFuture<Void> commitMany() {
            List<CompletableFuture<?>> together = new ArrayList<>();
            together.add(commit(FIRST, 0, SHARD_RECORDS.get(0)));
            for (int i = 0; i < OTHERS.size(); i++) {
                ShardRecord next = OTHERS.get(i).record(0);
                // Each gathers for the next group commit while the one before it is written.
                together.add(commit(INLINE.get(i).record(0)).thenCompose(_ -> commit(next)));
            }
            together.add(giveUp());
            return all(together);
        }

        private CompletableFuture<Void> removeMany() {
            List<CompletableFuture<?>> together = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                together.add(remove(INLINE.get(i), 0));
            }
            together.add(remove(OTHERS.get(0), 0));
            together.add(remove(OTHERS.get(1), 0));
            return all(together);
        }

        /** What is copied is replaced, removed and added to at the same time. */
        private CompletableFuture<Void> compactMeanwhile() {
            return all(
                    List.of(
                            store.compact(),
                            update(OTHERS.get(2).recordWithLease(0, LATER)),
                            remove(OTHERS.get(3), 0),
                            commit(INLINE.get(7).record(0))));
        }

        private static CompletableFuture<Void> all(List<CompletableFuture<?>> together) {
            return CompletableFuture.allOf(together.toArray(CompletableFuture[]::new));
        }

        private CompletableFuture<Void> commit(ShardRecord record) {
            return toBe(record, () -> store.commitInline(record));
        }

        private CompletableFuture<Void> update(ShardRecord record) {
            return toBe(
                    record, () -> store.update(record.name(), here -> record).thenAccept(_ -> {}));
        }

        private CompletableFuture<Void> commit(TestObject object, int index, ShardRecord record) {
            return write(object, index)
                    .thenCompose(writer -> toBe(record, () -> writer.commit(record)));
        }

        private CompletableFuture<Void> toBe(
                ShardRecord record, Supplier<CompletableFuture<Void>> change) {
            ShardName name = new ShardName(record.objectKey(), record.index());
            return expected.during(List.of(name), Optional.of(record), change);
        }

        private CompletableFuture<Boolean> remove(TestObject object, int index) {
            ShardName name = new ShardName(object.key(), index);
            return expected.during(List.of(name), Optional.empty(), () -> store.remove(name));
        }

        private CompletableFuture<Void> bury(TestObject object) {
            Digest key = object.key();
            return expected.buryDuring(
                    key, object.tombstone(), () -> store.bury(object.tombstone()));
        }

        private CompletableFuture<Void> forget(TestObject object) {
            return expected.forgetDuring(object.key(), () -> store.forgetTombstone(object.key()));
        }

        private CompletableFuture<Void> giveUp() {
            return write(SECOND, 0).thenCompose(ShardWriter::abort);
        }

        private CompletableFuture<ShardWriter> write(TestObject object, int index) {
            return store.begin(object.key(), index, TestObject.BLOCK_BYTES)
                    .thenCompose(writer -> {
                        byte[] shard = object.shard(index);
                        int half = shard.length / 2;
                        return writer.append(ByteBuffer.wrap(shard, 0, half))
                                .thenCompose(_ ->
                                        writer.append(
                                                ByteBuffer.wrap(shard, half, shard.length - half)))
                                .thenApply(_ -> writer);
                    });
        }
    }
}

package io.shardmesh.simulator.disk;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.store.ShardStore;
import io.shardmesh.node.store.ShardWriter;
import io.shardmesh.node.store.TestObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a holder does all day, in little: shards and inline objects are committed one by one and at
 * the same time, one is given up, one is replaced. Notes what was acknowledged.
 */
final class StoreWorkload {
    static final int COMMIT_COUNT = 13 + 5;

    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final TestObject FIRST =
            TestObject.sharded(1, SCHEME, 3 * TestObject.BLOCK_BYTES + 100);
    private static final TestObject SECOND = TestObject.sharded(2, SCHEME, TestObject.BLOCK_BYTES);
    private static final List<ShardRecord> SHARD_RECORDS =
            List.of(FIRST.record(0), FIRST.record(1), SECOND.record(2));
    private static final List<ShardRecord> INLINE = inlineRecords();

    private static final int OTHERS = 10;

    private final TestStrand strand;
    private final List<ShardRecord> acknowledged = new ArrayList<>();

    StoreWorkload(TestStrand strand) {
        this.strand = strand;
    }

    private static List<ShardRecord> inlineRecords() {
        List<ShardRecord> records = new ArrayList<>();
        for (int number = 10; number < 18; number++) {
            records.add(TestObject.inline(number, SCHEME, 1040 + 777 * (number - 10)).record(0));
        }
        TestObject replaced = TestObject.inline(20, SCHEME, 1040);
        records.add(replaced.record(0));
        records.add(replaced.recordWithEnvelope(0, 2));
        for (int number = 30; number < 35; number++) {
            records.add(TestObject.inline(number, SCHEME, 1040).record(0));
        }
        return records;
    }

    List<ShardRecord> acknowledged() {
        return acknowledged;
    }

    /** Everything happens when the strand runs. */
    void start(ShardStore store) {
        strand.execute(() -> start(store, new ArrayList<>(INLINE)));
    }

    private void start(ShardStore store, List<ShardRecord> inline) {
        List<CompletableFuture<Void>> together = new ArrayList<>();
        together.add(commit(store, FIRST, 0, SHARD_RECORDS.get(0)));
        for (int i = 0; i < 5; i++) {
            ShardRecord next = inline.get(OTHERS + i);
            // Each gathers for the next group commit while the one before it is written.
            together.add(
                    commitInline(store, inline.get(i)).thenCompose(_ -> commitInline(store, next)));
        }
        together.add(giveUp(store));
        var _ =
                CompletableFuture.allOf(together.toArray(CompletableFuture[]::new))
                        .thenCompose(_ -> commit(store, FIRST, 1, SHARD_RECORDS.get(1)))
                        .thenCompose(_ -> commitInline(store, inline.get(5)))
                        .thenCompose(_ -> commitInline(store, inline.get(6)))
                        .thenCompose(_ -> commitInline(store, inline.get(7)))
                        .thenCompose(_ -> commitInline(store, inline.get(8)))
                        .thenCompose(_ -> commit(store, SECOND, 2, SHARD_RECORDS.get(2)))
                        .thenCompose(_ -> commitInline(store, inline.get(9)));
    }

    private CompletableFuture<Void> commitInline(ShardStore store, ShardRecord record) {
        return store.commitInline(record).thenAccept(_ -> acknowledged.add(record));
    }

    private CompletableFuture<Void> commit(
            ShardStore store, TestObject object, int index, ShardRecord record) {
        return write(store, object, index)
                .thenCompose(writer -> writer.commit(record))
                .thenAccept(_ -> acknowledged.add(record));
    }

    private static CompletableFuture<Void> giveUp(ShardStore store) {
        return write(store, SECOND, 0).thenCompose(ShardWriter::abort);
    }

    private static CompletableFuture<ShardWriter> write(
            ShardStore store, TestObject object, int index) {
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

package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.shardmesh.erasure.Scheme;
import io.shardmesh.node.record.ShardName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ShardScrubTest {
    private static final Scheme SCHEME = new Scheme(2, 1);
    private static final int BLOCK = TestObject.BLOCK_BYTES;

    private final StoreRig rig = new StoreRig();
    private final TestObject object = TestObject.sharded(1, SCHEME, 7 * BLOCK + 100);
    private final TestObject small = TestObject.inline(2, SCHEME, 1040);
    private final ShardName name = new ShardName(object.key(), 1);
    private final ShardName copy = new ShardName(small.key(), 0);

    private CompletableFuture<ScrubResult> start(ShardName of) {
        return rig.store.scrub(of, _ -> CompletableFuture.completedFuture(null));
    }

    private ScrubResult scrub(ShardName of) {
        return rig.await(start(of));
    }

    @Test
    void intactShardAndCopy_stay() {
        rig.commit(object, 1);
        rig.await(rig.store.commitInline(small.record(0)));

        assertEquals(ScrubResult.INTACT, scrub(name));
        assertEquals(ScrubResult.INTACT, scrub(copy));
        assertEquals(ScrubResult.ABSENT, scrub(new ShardName(object.key(), 0)));
        assertEquals(List.of(), rig.problems);
        assertEquals(rig.files.shardOpenCount, rig.files.shardCloseCount);
    }

    @Test
    void pace_isAskedBeforeEachBlock() {
        rig.commit(object, 1);
        List<Long> asked = new ArrayList<>();
        List<CompletableFuture<Void>> permits = new ArrayList<>();

        CompletableFuture<ScrubResult> result =
                rig.store.scrub(
                        name,
                        bytes -> {
                            asked.add(bytes);
                            CompletableFuture<Void> permit = new CompletableFuture<>();
                            permits.add(permit);
                            return permit;
                        });
        for (int block = 0; block < 4; block++) {
            rig.runAll();
            assertEquals(block + 1, asked.size());
            assertFalse(result.isDone());
            permits.get(block).complete(null);
        }

        assertEquals(ScrubResult.INTACT, rig.await(result));
        long last = object.shard(1).length - 3L * BLOCK;
        assertEquals(List.of((long) BLOCK, (long) BLOCK, (long) BLOCK, last), asked);
    }

    @Test
    void anyFlippedByte_isFoundAndNamed() {
        for (int block = 0; block < 4; block++) {
            rig.commit(object, 1);
            int at = Math.min(object.shard(1).length - 1, block * BLOCK + 777);
            rig.overwrite(rig.path(object, 1, ShardFiles.Part.SHARD), at, ~object.shard(1)[at]);

            assertEquals(ScrubResult.DAMAGED, scrub(name));

            assertEquals("block " + block + " is damaged", rig.problems.getFirst().cause());
            assertEquals(List.of(), rig.find(object));
            assertEquals(0, rig.await(rig.store.usage()).storedBytes());
            assertEquals(ScrubResult.ABSENT, scrub(name));
            rig.reopen(rig.index);
            assertEquals(List.of(), rig.problems);
        }
    }

    @Test
    void shardThatIsShortLongOrGone_isDamaged() {
        String path = rig.path(object, 1, ShardFiles.Part.SHARD);
        rig.commit(object, 1);
        rig.truncate(path, 100);
        assertEquals(ScrubResult.DAMAGED, scrub(name));
        rig.commit(object, 1);
        rig.overwrite(path, object.shard(1).length, 7);
        assertEquals(ScrubResult.DAMAGED, scrub(name));
        rig.commit(object, 1);
        rig.await(rig.files.delete(path));
        assertEquals(ScrubResult.DAMAGED, scrub(name));
    }

    @Test
    void damagedRecordOrCopy_isFound() {
        rig.commit(object, 1);
        rig.overwrite(rig.path(object, 1, ShardFiles.Part.RECORD), 100, 1, 2, 3, 4);
        rig.await(rig.store.commitInline(small.record(0)));
        rig.overwrite("packs/00000001.pack", 300, 1, 2, 3, 4);

        assertEquals(ScrubResult.DAMAGED, scrub(name));
        assertEquals(ScrubResult.DAMAGED, scrub(copy));
        assertEquals(0, rig.await(rig.store.usage()).shardCount());
    }

    /** What is damaged is the file that was there before, not what came in its place. */
    @Test
    void shardThatWasReplacedMeanwhile_isReadAnew() {
        rig.commit(object, 1);
        rig.overwrite(rig.path(object, 1, ShardFiles.Part.SHARD), 9, ~object.shard(1)[9]);
        ShardWriter writer = rig.write(object, 1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<ScrubResult> result = rig.store.scrub(name, _ -> go);
        rig.runAll();
        rig.await(writer.commit(object.record(1)));
        go.complete(null);

        assertEquals(ScrubResult.INTACT, rig.await(result));
        assertEquals(List.of(object.record(1)), rig.find(object));
    }

    @Test
    void shardThatWasRemovedMeanwhile_isAbsentOrIntact() {
        rig.commit(object, 1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        CompletableFuture<ScrubResult> result = rig.store.scrub(name, _ -> go);
        rig.runAll();
        rig.await(rig.store.remove(name));
        go.complete(null);

        // The file that is open has not changed.
        assertEquals(ScrubResult.INTACT, rig.await(result));
        assertEquals(List.of(), rig.problems);
    }

    @Test
    void twoScrubsAtOnce_readOnce() {
        rig.commit(object, 1);
        CompletableFuture<ScrubResult> first = start(name);
        CompletableFuture<ScrubResult> second = start(name);

        assertEquals(ScrubResult.INTACT, rig.await(first));
        assertEquals(ScrubResult.INTACT, rig.await(second));
        assertEquals(1, rig.files.shardOpenCount);
    }
}

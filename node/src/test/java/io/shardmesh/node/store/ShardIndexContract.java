package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every index does. An adapter's test gives an empty one. */
public abstract class ShardIndexContract {
    private static final VerifyingKey OWNER = TestObject.owner(1);
    private static final VerifyingKey OTHER = TestObject.owner(2);

    protected abstract ShardIndex index();

    protected abstract <T> T await(CompletableFuture<T> future);

    @Test
    void find_givesRowsOfTheObjectInOrder() {
        StoredShard second = file(5, 2, OWNER);
        StoredShard first = packed(5, 0, OTHER);
        put(second, file(6, 0, OWNER), first, file(4, 254, OWNER));

        assertEquals(List.of(first, second), await(index().find(key(5))));
        assertEquals(List.of(), await(index().find(key(7))));
    }

    @Test
    void apply_sameName_replaces() {
        put(file(5, 0, OWNER));
        put(packed(5, 0, OTHER));

        assertEquals(List.of(packed(5, 0, OTHER)), await(index().find(key(5))));
        assertEquals(1, await(index().totals(Optional.empty())).shardCount());
    }

    @Test
    void apply_sameNameTwiceInOneChange_lastWins() {
        put(file(5, 0, OWNER), packed(5, 0, OTHER));

        assertEquals(List.of(packed(5, 0, OTHER)), await(index().find(key(5))));
    }

    @Test
    void apply_removesBeforeItPuts() {
        put(file(5, 0, OWNER), file(5, 1, OWNER));
        List<ShardName> gone = List.of(new ShardName(key(5), 0), new ShardName(key(5), 1));

        await(index().apply(new IndexChange(List.of(file(5, 1, OTHER)), gone, Optional.empty())));

        assertEquals(List.of(file(5, 1, OTHER)), await(index().find(key(5))));
    }

    @Test
    void remove_missing_isFine() {
        await(index().apply(IndexChange.remove(new ShardName(key(9), 9))));

        assertEquals(new IndexTotals(0, 0), await(index().totals(Optional.empty())));
    }

    @Test
    void after_pagesInUnsignedOrder() {
        List<StoredShard> all = new ArrayList<>();
        for (int key : new int[] {0, 1, 127, 128, 255}) {
            for (int shard : new int[] {0, 2, 10, 254}) {
                all.add(file(key, shard, OWNER));
            }
        }
        put(all.reversed().toArray(StoredShard[]::new));

        assertEquals(all, await(index().after(key(0), -1, 100)));
        assertEquals(all.subList(0, 3), await(index().after(key(0), -1, 3)));
        assertEquals(all.subList(3, 6), await(index().after(key(0), 10, 3)));
        assertEquals(all.subList(12, 20), await(index().after(key(128), -1, 100)));
        assertEquals(List.of(), await(index().after(key(255), 254, 100)));
    }

    @Test
    void totals_countByOwnerAndInAll() {
        put(file(1, 0, OWNER), packed(2, 0, OWNER), file(3, 0, OTHER));

        assertEquals(new IndexTotals(3, 1000 + 77 + 1000), await(index().totals(Optional.empty())));
        assertEquals(new IndexTotals(2, 1000 + 77), await(index().totals(Optional.of(OWNER))));
        assertEquals(
                new IndexTotals(0, 0), await(index().totals(Optional.of(TestObject.owner(3)))));
    }

    @Test
    void marks_latestOfEachPackInOrder() {
        await(index().apply(IndexChange.packed(List.of(), new PackMark(10, 5))));
        await(index().apply(IndexChange.packed(List.of(packed(1, 0, OWNER)), new PackMark(9, 7))));
        await(index().apply(IndexChange.packed(List.of(), new PackMark(10, 1L << 40))));

        assertEquals(
                List.of(new PackMark(9, 7), new PackMark(10, 1L << 40)), await(index().marks()));
    }

    @Test
    void clear_forgetsRowsAndMarks() {
        await(index().apply(IndexChange.packed(List.of(packed(1, 0, OWNER)), new PackMark(9, 7))));

        await(index().clear());

        assertEquals(List.of(), await(index().marks()));
        assertEquals(List.of(), await(index().find(key(1))));
    }

    private void put(StoredShard... rows) {
        await(index().apply(new IndexChange(List.of(rows), List.of(), Optional.empty())));
    }

    /** A key of equal bytes. */
    protected static Digest key(int value) {
        byte[] bytes = new byte[Digest.SIZE_BYTES];
        Arrays.fill(bytes, (byte) value);
        return Digest.of(bytes);
    }

    protected static StoredShard file(int key, int index, VerifyingKey owner) {
        return new StoredShard(
                new ShardName(key(key), index),
                owner,
                key(99),
                new ShardLocation.InFile(1000, 16384, key(98)));
    }

    protected static StoredShard packed(int key, int index, VerifyingKey owner) {
        return new StoredShard(
                new ShardName(key(key), index),
                owner,
                key(97),
                new ShardLocation.InPack(12, 1L << 33, 77));
    }
}

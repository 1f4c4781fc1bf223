package io.shardmesh.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.ShardName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every index does. An adapter's test gives an empty one. */
public abstract class ShardIndexContract {
    private static final VerifyingKey OWNER = TestObject.owner(1);
    private static final long LEASE_SEQUENCE = 10;
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
        assertEquals(1, inAll().shardCount());
    }

    @Test
    void apply_sameNameTwiceInOneChange_lastWins() {
        put(file(5, 0, OWNER), packed(5, 0, OTHER));

        assertEquals(List.of(packed(5, 0, OTHER)), await(index().find(key(5))));
    }

    @Test
    void apply_doesOneStepAfterTheOther() {
        apply(
                new IndexStep.Put(file(5, 0, OWNER)),
                new IndexStep.Put(file(5, 1, OWNER)),
                new IndexStep.Remove(new ShardName(key(5), 0)),
                new IndexStep.Remove(new ShardName(key(5), 1)),
                new IndexStep.Put(file(5, 1, OTHER)));

        assertEquals(List.of(file(5, 1, OTHER)), await(index().find(key(5))));
    }

    @Test
    void remove_missing_isFine() {
        apply(new IndexStep.Remove(new ShardName(key(9), 9)));

        assertEquals(new IndexTotals(0, 0), inAll());
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

        assertEquals(new IndexTotals(3, 1000 + 77 + 1000), inAll());
        assertEquals(
                Map.of(OWNER, new IndexTotals(2, 1000 + 77), OTHER, new IndexTotals(1, 1000)),
                await(index().totals()));
    }

    @Test
    void marks_latestOfEachPackInOrder() {
        await(index().apply(IndexChange.packed(List.of(), new PackMark(10, 5))));
        await(index().apply(marked(new PackMark(9, 7))));
        await(index().apply(IndexChange.packed(List.of(), new PackMark(10, 1L << 40))));

        assertEquals(
                List.of(new PackMark(9, 7), new PackMark(10, 1L << 40)), await(index().marks()));
    }

    @Test
    void clear_forgetsRowsAndMarks() {
        await(index().apply(marked(new PackMark(9, 7))));

        await(index().clear());

        assertEquals(List.of(), await(index().marks()));
        assertEquals(List.of(), await(index().find(key(1))));
    }

    @Test
    void bury_takesOutWhatItEndsAndKeepsTheRest() {
        put(file(5, 0, OWNER), packed(5, 1, OWNER), file(5, 2, OTHER), file(6, 0, OWNER));

        apply(new IndexStep.Bury(tombstone(5, LEASE_SEQUENCE + 1)));

        assertEquals(
                new StoredObject(
                        List.of(file(5, 2, OTHER)), List.of(tombstone(5, LEASE_SEQUENCE + 1))),
                await(index().object(key(5))));
        assertEquals(List.of(file(6, 0, OWNER)), await(index().find(key(6))));
    }

    @Test
    void bury_leaseOfTheSameOrAHigherSequence_staysHere() {
        put(file(5, 0, OWNER));

        apply(new IndexStep.Bury(tombstone(5, LEASE_SEQUENCE)));

        assertEquals(List.of(file(5, 0, OWNER)), await(index().find(key(5))));
    }

    @Test
    void bury_higherSequenceReplaces_lowerDoesNothing() {
        apply(new IndexStep.Bury(tombstone(5, 7)));
        apply(new IndexStep.Bury(tombstone(5, 9)));
        apply(new IndexStep.Bury(tombstone(5, 8)));

        assertEquals(List.of(tombstone(5, 9)), await(index().object(key(5))).tombstones());
    }

    @Test
    void tombstones_oneOfEachOwner_inPages() {
        StoredTombstone others =
                new StoredTombstone(
                        TestObject.tombstone(key(200), 3, 2), new ShardLocation.InPack(1, 16, 9));
        apply(
                new IndexStep.Bury(tombstone(200, 7)),
                new IndexStep.Bury(tombstone(5, 7)),
                new IndexStep.Bury(others),
                new IndexStep.Bury(tombstone(127, 7)));

        List<StoredTombstone> all = await(index().tombstonesAfter(Optional.empty(), 10));
        assertEquals(List.of(tombstone(5, 7), tombstone(127, 7)), all.subList(0, 2));
        assertEquals(Set.of(tombstone(200, 7), others), Set.copyOf(all.subList(2, 4)));
        assertEquals(all.subList(2, 4), await(index().object(key(200))).tombstones());
        assertEquals(
                List.of(tombstone(127, 7)), await(index().tombstonesAfter(Optional.of(key(5)), 1)));
    }

    @Test
    void withdraw_takesOutWhatItNames() {
        put(packed(5, 0, OWNER), packed(5, 1, OWNER));
        apply(new IndexStep.Bury(tombstone(6, 7)));
        ShardLocation.InPack at = new ShardLocation.InPack(3, 16, 57);

        apply(
                new IndexStep.Withdraw(new Withdrawal.OfShard(new ShardName(key(5), 1), 3, at)),
                new IndexStep.Withdraw(new Withdrawal.OfTombstone(key(6), OWNER, 3, at)));

        assertEquals(List.of(packed(5, 0, OWNER)), await(index().find(key(5))));
        assertEquals(List.of(), await(index().object(key(6))).tombstones());
    }

    @Test
    void sync_afterChanges_keepsThem() {
        put(file(5, 0, OWNER));

        await(index().sync());

        assertEquals(List.of(file(5, 0, OWNER)), await(index().find(key(5))));
    }

    private static StoredTombstone tombstone(int key, long sequence) {
        return new StoredTombstone(
                TestObject.tombstone(key(key), sequence, 1),
                new ShardLocation.InPack(4, sequence, 100));
    }

    private void put(StoredShard... rows) {
        apply(Stream.of(rows).map(IndexStep.Put::new).toArray(IndexStep[]::new));
    }

    private void apply(IndexStep... steps) {
        await(index().apply(new IndexChange(List.of(steps), Optional.empty())));
    }

    private static IndexChange marked(PackMark mark) {
        return IndexChange.packed(List.of(new IndexStep.Put(packed(1, 0, OWNER))), mark);
    }

    private IndexTotals inAll() {
        return await(index().totals()).values().stream()
                .reduce(IndexTotals.NONE, IndexTotals::plus);
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
                LEASE_SEQUENCE,
                key(99),
                new ShardLocation.InFile(1000, 16384, key(98)));
    }

    protected static StoredShard packed(int key, int index, VerifyingKey owner) {
        return new StoredShard(
                new ShardName(key(key), index),
                owner,
                LEASE_SEQUENCE,
                key(97),
                new ShardLocation.InPack(12, 1L << 33, 77));
    }
}

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
    void live_isWhatRowsPointTo() {
        put(packedAt(5, 0, 16, 100), packedAt(5, 1, 116, 50), packedAt(6, 0, 166, 7));
        StoredTombstone tombstone =
                new StoredTombstone(
                        TestObject.tombstone(key(7), 3, 2), new ShardLocation.InPack(4, 200, 30));
        Withdrawal withdrawal =
                new Withdrawal.OfShard(
                        new ShardName(key(5), 1), 3, new ShardLocation.InPack(4, 230, 9));
        Withdrawal other =
                new Withdrawal.OfTombstone(key(8), OWNER, 2, new ShardLocation.InPack(9, 16, 88));
        apply(
                new IndexStep.Bury(tombstone),
                new IndexStep.Withdraw(withdrawal),
                new IndexStep.Withdraw(other));
        put(file(9, 0, OWNER));

        assertEquals(Map.of(4L, 100L + 7 + 30 + 9, 9L, 88L), await(index().liveBytes()));
        assertEquals(Set.of(16L, 166L, 200L), await(index().liveOffsets(4, 16, 200)));
        assertEquals(Set.of(166L, 200L, 230L), await(index().liveOffsets(4, 17, 1000)));
        List<IndexStep> all =
                List.of(
                        new IndexStep.Put(packedAt(5, 0, 16, 100)),
                        new IndexStep.Put(packedAt(6, 0, 166, 7)),
                        new IndexStep.Bury(tombstone),
                        new IndexStep.Withdraw(withdrawal));
        assertEquals(all, await(index().liveIn(4, 0, 10)));
        assertEquals(all.subList(1, 3), await(index().liveIn(4, 17, 2)));
        assertEquals(List.of(new IndexStep.Withdraw(other)), await(index().liveIn(9, 0, 10)));
    }

    @Test
    void withdraw_shardInAFile_stays() {
        put(file(5, 0, OWNER));

        apply(
                new IndexStep.Withdraw(
                        new Withdrawal.OfShard(
                                new ShardName(key(5), 0), 3, new ShardLocation.InPack(3, 16, 57))));

        assertEquals(List.of(file(5, 0, OWNER)), await(index().find(key(5))));
    }

    @Test
    void withdrawals_endWithTheirPacksOrWhenTheirSubjectIsBack() {
        ShardLocation.InPack at = new ShardLocation.InPack(9, 16, 10);
        ShardLocation.InPack behind = new ShardLocation.InPack(9, 26, 10);
        ShardLocation.InPack last = new ShardLocation.InPack(9, 36, 10);
        apply(
                new IndexStep.Withdraw(new Withdrawal.OfShard(new ShardName(key(5), 1), 3, at)),
                new IndexStep.Withdraw(new Withdrawal.OfShard(new ShardName(key(5), 2), 4, behind)),
                new IndexStep.Withdraw(new Withdrawal.OfTombstone(key(6), OWNER, 5, last)));

        apply(new IndexStep.EndWithdrawals(4));
        assertEquals(Map.of(9L, 20L), await(index().liveBytes()));
        put(packedAt(5, 2, 50, 7));
        assertEquals(Set.of(36L), await(index().liveOffsets(9, 0, 1000)));
        apply(new IndexStep.Bury(tombstone(6, 7)));
        assertEquals(Set.of(), await(index().liveOffsets(9, 0, 1000)));
    }

    @Test
    void dropPack_forgetsItsMarkAlone() {
        await(index().apply(marked(new PackMark(9, 7))));
        await(index().apply(marked(new PackMark(10, 7))));

        apply(new IndexStep.DropPack(9));

        assertEquals(List.of(new PackMark(10, 7)), await(index().marks()));
        assertEquals(1, inAll().shardCount());
    }

    private static StoredShard packedAt(int key, int index, long offset, int entryBytes) {
        return new StoredShard(
                new ShardName(key(key), index),
                OWNER,
                LEASE_SEQUENCE,
                key(97),
                new ShardLocation.InPack(4, offset, entryBytes));
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

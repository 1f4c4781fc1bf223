package io.shardmesh.node.store;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.node.record.Bytes;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.record.Tombstone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What owners have deleted. The tombstone is written first and synced; in the same change of the
 * index the rows that it ends leave it. Then their files go. Opening the store finishes that, since
 * a record file without a row is asked whether a tombstone ends it.
 */
final class Tombstones {
    private static final Comparator<StoredTombstone> BY_SEQUENCE =
            Comparator.comparingLong(known -> known.signed().tombstone().sequence());

    private final StoreParts parts;

    Tombstones(StoreParts parts) {
        this.parts = parts;
    }

    CompletableFuture<Void> bury(SignedTombstone signed) {
        Digest objectKey = signed.tombstone().objectKey();
        return parts.turns()
                .ofObject(
                        objectKey,
                        () ->
                                parts.index()
                                        .object(objectKey)
                                        .thenCompose(known ->
                                                isNews(known, signed.tombstone())
                                                        ? bury(known, signed)
                                                        : CompletableFuture.completedFuture(null)));
    }

    private static boolean isNews(StoredObject known, Tombstone tombstone) {
        return known.tombstones().stream()
                .map(there -> there.signed().tombstone())
                .noneMatch(there ->
                        there.owner().equals(tombstone.owner())
                                && there.sequence() >= tombstone.sequence());
    }

    private CompletableFuture<Void> bury(StoredObject known, SignedTombstone signed) {
        PackEntry.Burial entry = new PackEntry.Burial(signed, Bytes.of(signed.encode()));
        StoredTombstone buried =
                new StoredTombstone(signed, new ShardLocation.InPack(0, 0, entry.entryBytes()));
        List<StoredShard> ended = known.shards().stream().filter(buried::ends).toList();
        return parts.packs()
                .append(entry)
                .thenAccept(_ -> ended.forEach(parts.space()::left))
                .thenCompose(_ -> Steps.forEach(ended, this::takeOut));
    }

    private CompletableFuture<Void> takeOut(StoredShard row) {
        return switch (row.location()) {
            case ShardLocation.InFile _ -> ShardRemoval.takeOut(parts.files(), row.name());
            case ShardLocation.InPack _ -> CompletableFuture.completedFuture(null);
        };
    }

    /** Of several owners' the one with the highest sequence. */
    CompletableFuture<Optional<SignedTombstone>> latest(Digest objectKey) {
        return parts.index()
                .object(objectKey)
                .thenApply(known ->
                        known.tombstones().stream().max(BY_SEQUENCE).map(StoredTombstone::signed));
    }

    /** A page never ends between the tombstones of one object. */
    CompletableFuture<List<SignedTombstone>> after(Optional<Digest> after, int limitCount) {
        return parts.index()
                .tombstonesAfter(after, limitCount)
                .thenCompose(page ->
                        page.size() < limitCount
                                ? CompletableFuture.completedFuture(page)
                                : completed(page))
                .thenApply(page -> page.stream().map(StoredTombstone::signed).toList());
    }

    private CompletableFuture<List<StoredTombstone>> completed(List<StoredTombstone> page) {
        Digest last = page.getLast().signed().tombstone().objectKey();
        return parts.index()
                .object(last)
                .thenApply(known -> {
                    List<StoredTombstone> whole =
                            new ArrayList<>(
                                    page.stream().filter(each -> !isOf(each, last)).toList());
                    whole.addAll(known.tombstones());
                    return whole;
                });
    }

    private static boolean isOf(StoredTombstone known, Digest objectKey) {
        return known.signed().tombstone().objectKey().equals(objectKey);
    }

    /** Forgets the tombstones of these owners. */
    CompletableFuture<Void> forget(Digest objectKey, Predicate<VerifyingKey> owners) {
        return parts.turns()
                .ofObject(
                        objectKey,
                        () ->
                                parts.index()
                                        .object(objectKey)
                                        .thenCompose(known ->
                                                Steps.forEach(
                                                        known.tombstones().stream()
                                                                .filter(each ->
                                                                        owners.test(owner(each)))
                                                                .toList(),
                                                        this::forget)));
    }

    private static VerifyingKey owner(StoredTombstone known) {
        return known.signed().tombstone().owner();
    }

    private CompletableFuture<Void> forget(StoredTombstone known) {
        Tombstone tombstone = known.signed().tombstone();
        return parts.packs()
                .append(new PackEntry.Forgetting(tombstone.objectKey(), tombstone.owner()));
    }
}

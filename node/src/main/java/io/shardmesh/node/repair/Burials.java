package io.shardmesh.node.repair;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.Digest;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.Bury;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.store.ShardStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Tells holders that were away of deletions: whoever has a part of an object that is buried here
 * gets the tombstone.
 */
final class Burials {
    /** Tombstones of one message; a holder takes no more. */
    private static final int MAX_TOMBSTONES = 128;

    private final Environment environment;
    private final Members members;
    private final ShardStore store;
    private final Stocktaker stocktaker;
    private final Clocks clocks;

    Burials(Upkeep upkeep, Clocks clocks) {
        this.environment = upkeep.environment();
        this.members = upkeep.members();
        this.store = upkeep.store();
        this.stocktaker = upkeep.stocktaker();
        this.clocks = clocks;
    }

    /** Looks at all tombstones that are here. */
    CompletableFuture<Void> spread() {
        return page(Optional.empty());
    }

    private CompletableFuture<Void> page(Optional<Digest> after) {
        return store.tombstones(after, MAX_TOMBSTONES)
                .thenCompose(tombstones -> {
                    if (tombstones.isEmpty()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    Digest last = tombstones.getLast().tombstone().objectKey();
                    return spread(tombstones)
                            .thenCompose(told -> forgetEnded(tombstones))
                            .thenCompose(forgotten -> page(Optional.of(last)));
                });
    }

    /** Behind the end of the last lease there is nothing left that could come back. */
    private CompletableFuture<Void> forgetEnded(List<SignedTombstone> tombstones) {
        Instant now = environment.clock().instant();
        List<CompletableFuture<Void>> forgotten =
                !clocks.agree()
                        ? List.of()
                        : tombstones.stream()
                                .map(SignedTombstone::tombstone)
                                .filter(one ->
                                        one.notAfter().plus(RecordLimits.LEASE_GRACE).isBefore(now))
                                .map(one -> store.forgetTombstone(one.objectKey(), one.owner()))
                                .toList();
        return Async.all(forgotten).thenAccept(done -> {});
    }

    private CompletableFuture<Void> spread(List<SignedTombstone> tombstones) {
        List<Digest> keys = tombstones.stream().map(one -> one.tombstone().objectKey()).toList();
        return stocktaker
                .take(keys)
                .thenCompose(stock -> {
                    Map<PeerId, Bury.Builder> due = new TreeMap<>();
                    for (SignedTombstone one : tombstones) {
                        stock
                                .getOrDefault(one.tombstone().objectKey(), new ObjectStock())
                                .holders()
                                .stream()
                                .filter(peer -> !peer.equals(members.self()))
                                .forEach(peer ->
                                        due.computeIfAbsent(peer, fresh -> Bury.newBuilder())
                                                .addTombstone(ByteString.copyFrom(one.encode())));
                    }
                    List<CompletableFuture<Void>> told = new ArrayList<>();
                    due.forEach((peer, bury) -> told.add(tell(peer, bury)));
                    return Async.settled(told);
                })
                .thenAccept(done -> {});
    }

    private CompletableFuture<Void> tell(PeerId peer, Bury.Builder bury) {
        return UpkeepStream.with(
                environment,
                members,
                peer,
                stream ->
                        stream.ask(UpkeepRequest.newBuilder().setBury(bury))
                                .thenAccept(reply -> {}));
    }
}

package io.shardmesh.node.holder;

import com.google.protobuf.ByteString;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.holder.proto.Bury;
import io.shardmesh.node.holder.proto.Outcomes;
import io.shardmesh.node.holder.proto.Renew;
import io.shardmesh.node.holder.proto.UpkeepReply;
import io.shardmesh.node.record.MeshId;
import io.shardmesh.node.record.ShardRecord;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedTombstone;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes what owners have signed about objects that are here: that they are to be kept longer, or no
 * longer. It does not matter who brings it.
 */
final class OwnersWord {
    /** Records of one message; each has its signature verified and is synced. */
    private static final int MAX_COUNT = 128;

    private static final int DONE = 0;

    private final Holder holder;

    OwnersWord(Holder holder) {
        this.holder = holder;
    }

    CompletableFuture<UpkeepReply.Builder> renew(Renew request) {
        return each(request.getLeaseList(), this::renew);
    }

    CompletableFuture<UpkeepReply.Builder> bury(Bury request) {
        return each(request.getTombstoneList(), this::bury);
    }

    private static CompletableFuture<UpkeepReply.Builder> each(
            List<ByteString> records, Function<byte[], CompletableFuture<Void>> take) {
        if (records.size() > MAX_COUNT) {
            throw Refusals.malformed("more than " + MAX_COUNT + " records in one message");
        }
        List<CompletableFuture<Void>> taken =
                records.stream()
                        .map(ByteString::toByteArray)
                        .map(record -> Async.attempt(() -> take.apply(record)))
                        .toList();
        return Async.settled(taken)
                .thenApply(ends -> {
                    Outcomes.Builder outcomes = Outcomes.newBuilder();
                    taken.forEach(end -> outcomes.addKind(number(end)));
                    return UpkeepReply.newBuilder().setOutcomes(outcomes);
                });
    }

    private static int number(CompletableFuture<Void> end) {
        return end.isCompletedExceptionally()
                ? Async.failureOf(end.exceptionNow()).kind().wireNumber()
                : DONE;
    }

    private CompletableFuture<Void> renew(byte[] encoded) {
        SignedLease lease = Refusals.decode(() -> SignedLease.decode(encoded));
        return verified(() -> lease.verify(mesh()))
                .thenCompose(genuine -> holder.store().find(lease.lease().objectKey()))
                .thenCompose(records -> {
                    if (records.isEmpty()) {
                        throw Refusals.absent().exception();
                    }
                    return Async.all(
                            records.stream()
                                    .map(record ->
                                            holder.store()
                                                    .update(
                                                            record.name(),
                                                            here -> renewed(here, lease)))
                                    .toList());
                })
                .thenAccept(renewed -> {});
    }

    private static ShardRecord renewed(ShardRecord record, SignedLease lease) {
        if (!record.lease().lease().owner().equals(lease.lease().owner())) {
            throw Refusals.refused("it is not the lease's owner's");
        }
        if (record.lease().lease().sequence() >= lease.lease().sequence()) {
            return record;
        }
        return Refusals.decode(() -> record.withLease(lease));
    }

    private CompletableFuture<Void> bury(byte[] encoded) {
        SignedTombstone tombstone = Refusals.decode(() -> SignedTombstone.decode(encoded));
        return verified(() -> tombstone.verify(mesh()))
                .thenCompose(genuine -> holder.store().find(tombstone.tombstone().objectKey()))
                .thenCompose(records ->
                        records.isEmpty()
                                ? requireBuried(tombstone)
                                : requireOwner(records, tombstone))
                .thenCompose(wanted -> holder.store().bury(tombstone));
    }

    /** Nobody fills a store with tombstones of what never was here. */
    private CompletableFuture<Boolean> requireBuried(SignedTombstone tombstone) {
        return holder.store()
                .tombstone(tombstone.tombstone().objectKey())
                .thenApply(known -> {
                    if (known.isEmpty()) {
                        throw Refusals.absent().exception();
                    }
                    return true;
                });
    }

    private static CompletableFuture<Boolean> requireOwner(
            List<ShardRecord> records, SignedTombstone tombstone) {
        var owner = tombstone.tombstone().owner();
        if (records.stream().anyMatch(record -> !record.lease().lease().owner().equals(owner))) {
            throw Refusals.refused("it is not its owner who deletes it");
        }
        return CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<Boolean> verified(Supplier<Boolean> verification) {
        return holder.environment()
                .compute()
                .run(verification)
                .thenApply(genuine -> {
                    if (!genuine) {
                        throw Refusals.refused("the signature is not its owner's");
                    }
                    return true;
                });
    }

    private MeshId mesh() {
        return holder.members().mesh();
    }
}

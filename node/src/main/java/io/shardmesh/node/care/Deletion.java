package io.shardmesh.node.care;

import com.google.protobuf.ByteString;
import io.shardmesh.crypto.SigningKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.core.Settled;
import io.shardmesh.node.holder.proto.Bury;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.object.FoundObject;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.Lease;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.SignedLease;
import io.shardmesh.node.record.SignedTombstone;
import io.shardmesh.node.record.Tombstone;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Signs a tombstone for one object and takes it to all who have a part of it. */
final class Deletion {
    private final Environment environment;
    private final Members members;
    private final SigningKey signing;
    private final Set<PeerId> remembered;

    Deletion(Environment environment, Members members, SigningKey signing, Set<PeerId> remembered) {
        this.environment = environment;
        this.members = members;
        this.signing = signing;
        this.remembered = remembered;
    }

    CompletableFuture<DeleteOutcome> run(FoundObject found) {
        if (!found.header().owner().equals(signing.verifyingKey())) {
            throw failure(found, FailureKind.REFUSED, "it belongs to another owner");
        }
        SignedTombstone tombstone = tombstone(found).sign(signing, members.mesh());
        Set<PeerId> holders = new TreeSet<>();
        found.claims().stream().map(Claim::holder).forEach(holders::add);
        List<CompletableFuture<Boolean>> told =
                holders.stream().map(holder -> tell(holder, tombstone)).toList();
        Set<PeerId> away = new HashSet<>(remembered);
        away.removeAll(holders);
        return Async.settled(told)
                .thenApply(ends -> {
                    int droppedCount = (int) ends.stream().filter(Deletion::dropped).count();
                    if (droppedCount == 0) {
                        throw failure(
                                found,
                                FailureKind.REFUSED,
                                "none of its "
                                        + holders.size()
                                        + " holders that were reached has dropped it");
                    }
                    return new DeleteOutcome(
                            found.objectKey(),
                            droppedCount,
                            holders.size() - droppedCount,
                            away.size(),
                            0);
                });
    }

    private static boolean dropped(Settled<Boolean> end) {
        return end.success().orElse(false);
    }

    private Tombstone tombstone(FoundObject found) {
        Lease lease =
                found.lease()
                        .map(SignedLease::lease)
                        .orElseThrow(() ->
                                failure(
                                        found,
                                        FailureKind.REFUSED,
                                        "its holders run a version that cannot delete"));
        return Tombstone.of(lease, environment.clock().instant());
    }

    private CompletableFuture<Boolean> tell(PeerId holder, SignedTombstone tombstone) {
        Bury bury = Bury.newBuilder().addTombstone(ByteString.copyFrom(tombstone.encode())).build();
        return UpkeepStream.with(
                environment,
                members,
                holder,
                stream ->
                        stream.ask(UpkeepRequest.newBuilder().setBury(bury))
                                .thenApply(reply ->
                                        reply.getOutcomes().getKindCount() == 1
                                                && reply.getOutcomes().getKind(0) == 0));
    }

    private static FailureException failure(FoundObject found, FailureKind kind, String cause) {
        return new Failure(kind, "delete", ObjectKeyText.format(found.objectKey()), cause)
                .exception();
    }
}

package io.shardmesh.node.care;

import com.google.protobuf.ByteString;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.holder.proto.CheckShard;
import io.shardmesh.node.holder.proto.UpkeepRequest;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.object.FoundObject;
import io.shardmesh.node.object.LostShards;
import io.shardmesh.node.object.RebuildOutcome;
import io.shardmesh.node.object.Rebuilder;
import io.shardmesh.node.object.UpkeepStream;
import io.shardmesh.node.record.Claim;
import io.shardmesh.node.record.ClaimState;
import io.shardmesh.node.record.Manifest;
import io.shardmesh.node.record.ObjectKeyText;
import io.shardmesh.node.record.SignedLease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A repair of one object that somebody has asked for. */
final class OwnerRepair {
    private final Environment environment;
    private final Members members;
    private final FoundObject found;

    OwnerRepair(Environment environment, Members members, FoundObject found) {
        this.environment = environment;
        this.members = members;
        this.found = found;
    }

    /**
     * Repairs.
     *
     * @param damaged shards that are not what the manifest says
     */
    CompletableFuture<RepairOutcome> run(List<VerifyOutcome.Shard> damaged, RepairDepth depth) {
        List<CompletableFuture<String>> dropped =
                depth == RepairDepth.FIX
                        ? damaged.stream().map(this::haveDropped).toList()
                        : List.of();
        return Async.all(dropped)
                .thenCompose(notes -> {
                    List<String> troubles = new ArrayList<>(notes);
                    troubles.removeIf(String::isEmpty);
                    return rebuild(damaged, depth == RepairDepth.FIX, troubles);
                });
    }

    /** Has its holder read a damaged shard; what is wrong with that, or nothing. */
    private CompletableFuture<String> haveDropped(VerifyOutcome.Shard shard) {
        CheckShard check =
                CheckShard.newBuilder()
                        .setObjectKey(ByteString.copyFrom(found.objectKey().bytes()))
                        .setIndex(shard.index())
                        .build();
        return UpkeepStream.with(
                        environment,
                        members,
                        shard.peer(),
                        stream ->
                                stream.ask(UpkeepRequest.newBuilder().setCheckShard(check))
                                        .thenApply(reply ->
                                                reply.getChecked().getResult() == 1
                                                        ? "holder "
                                                                + shard.peer()
                                                                + " says that shard "
                                                                + shard.index()
                                                                + " is intact, and gives other"
                                                                + " bytes"
                                                        : ""))
                .exceptionally(thrown -> Async.failureOf(thrown).toString());
    }

    private CompletableFuture<RepairOutcome> rebuild(
            List<VerifyOutcome.Shard> damaged, boolean again, List<String> troubles) {
        Set<PeerId> liars =
                damaged.stream().map(VerifyOutcome.Shard::peer).collect(Collectors.toSet());
        List<LostShards.Held> held = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        SortedSet<Integer> lost = new TreeSet<>(allIndexes());
        for (Claim claim : found.claims()) {
            if (claim.state() != ClaimState.COMPLETE) {
                continue;
            }
            boolean good = !liars.contains(claim.holder());
            if (good) {
                held.add(new LostShards.Held(claim.index(), claim.holder()));
                members.member(claim.holder()).map(Member::machine).ifPresent(taken::add);
            }
            if (good || !again) {
                lost.remove(claim.index());
            }
        }
        if (lost.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new RepairOutcome(found.objectKey(), lost, damaged, List.of(), 0, troubles));
        }
        LostShards shards = new LostShards(records(), held, lost, taken);
        return Rebuilder.create(
                        environment, members, bytes -> CompletableFuture.completedFuture(null))
                .rebuild(shards)
                .thenApply(outcome -> outcome(lost, damaged, outcome, troubles));
    }

    private List<Integer> allIndexes() {
        Manifest manifest = found.manifest().manifest();
        int count = manifest.inline() ? manifest.scheme().parity() + 1 : manifest.scheme().total();
        return IntStream.range(0, count).boxed().toList();
    }

    private LostShards.Records records() {
        SignedLease lease =
                found.lease()
                        .orElseThrow(() ->
                                new Failure(
                                                FailureKind.REFUSED,
                                                "repair",
                                                ObjectKeyText.format(found.objectKey()),
                                                "its holders run a version that cannot repair")
                                        .exception());
        return new LostShards.Records(found.header(), found.manifest(), found.envelope(), lease);
    }

    private RepairOutcome outcome(
            SortedSet<Integer> lost,
            List<VerifyOutcome.Shard> damaged,
            RebuildOutcome outcome,
            List<String> troubles) {
        List<RepairOutcome.Rebuilt> rebuilt =
                outcome.claims().stream()
                        .map(claim ->
                                new RepairOutcome.Rebuilt(
                                        claim.index(),
                                        claim.holder(),
                                        members.member(claim.holder())
                                                .map(Member::machine)
                                                .orElse("")))
                        .toList();
        List<String> all = new ArrayList<>(troubles);
        outcome.failures().forEach(failure -> all.add(failure.toString()));
        outcome.elsewhere()
                .forEach(index ->
                        all.add("shard " + index + " is being made by another at the moment"));
        if (rebuilt.size() + outcome.elsewhere().size() < lost.size() && all.isEmpty()) {
            all.add("no machine without a part of it has room");
        }
        return new RepairOutcome(
                found.objectKey(), lost, damaged, rebuilt, outcome.readBytes(), all);
    }
}

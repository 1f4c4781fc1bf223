package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.DeleteOutcome;
import io.shardmesh.node.api.Failure;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.OrphanPage;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.RepairDepth;
import io.shardmesh.node.api.RepairOutcome;
import io.shardmesh.node.api.RevokeOutcome;
import io.shardmesh.node.api.VerifyOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A catalog of three names, a mesh that says back what it was asked, and a constant state. */
final class FixedAnswers implements Catalog, Mesh, NodeState, ObjectCare {
    private static final List<CatalogEntry> ENTRIES =
            List.of(Samples.entry("a"), Samples.entry("b"), Samples.entry("c"));

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    @Override
    public CompletableFuture<CatalogPage> list(CatalogQuery query) {
        List<CatalogEntry> wanted =
                ENTRIES.stream()
                        .filter(entry -> entry.tags().containsAll(query.tags()))
                        .filter(entry -> entry.name().compareTo(query.from().orElse("")) > 0)
                        .toList();
        int count = Math.min(query.limit(), wanted.size());
        List<CatalogEntry> page = wanted.subList(0, count);
        return done(
                new CatalogPage(
                        page,
                        count < wanted.size()
                                ? Optional.of(page.getLast().name())
                                : Optional.empty()));
    }

    @Override
    public CompletableFuture<Optional<CatalogEntry>> find(String name) {
        return done(ENTRIES.stream().filter(entry -> entry.name().equals(name)).findFirst());
    }

    @Override
    public CompletableFuture<Optional<CatalogEntry>> find(Digest key) {
        return done(ENTRIES.stream().filter(entry -> entry.objectKey().equals(key)).findFirst());
    }

    volatile List<Retag> lastRetag = List.of();

    @Override
    public CompletableFuture<Void> retag(List<Retag> changes) {
        lastRetag = changes;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<MeshSummary> create(String name, Labels labels) {
        MeshSummary mesh = Samples.mesh();
        return done(
                new MeshSummary(
                        mesh.mesh(),
                        name + labels.machine().orElse("-") + labels.region().orElse("-"),
                        1,
                        1,
                        mesh.self()));
    }

    @Override
    public CompletableFuture<Invitation> invite(InviteRole role, Duration validFor) {
        return done(Samples.invitation(role, validFor));
    }

    @Override
    public CompletableFuture<MeshSummary> join(String inviteText, Labels labels) {
        return create(inviteText, labels);
    }

    @Override
    public CompletableFuture<MemberList> members() {
        return done(Samples.members());
    }

    @Override
    public CompletableFuture<RevokeOutcome> revoke(PeerId peer) {
        if (peer.equals(Samples.PEER)) {
            return done(new RevokeOutcome(peer, true, 8, 2));
        }
        return CompletableFuture.failedFuture(
                new Failure(FailureKind.NOT_FOUND, "revoke", peer.toString(), "not on the list")
                        .exception());
    }

    @Override
    public CompletableFuture<List<OwnerQuota>> quotas() {
        return done(Samples.quotas());
    }

    @Override
    public CompletableFuture<OwnerQuota> limit(VerifyingKey owner, OptionalLong quotaBytes) {
        return done(new OwnerQuota(owner, quotaBytes, OptionalLong.empty()));
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return done(Samples.status());
    }

    @Override
    public CompletableFuture<NodeStats> stats() {
        return done(Samples.stats());
    }

    @Override
    public CompletableFuture<List<PeerInfo>> peers() {
        return done(Samples.peers());
    }

    @Override
    public CompletableFuture<DeleteOutcome> delete(Digest objectKey) {
        return CompletableFuture.completedFuture(Samples.deleteOutcome(objectKey));
    }

    @Override
    public CompletableFuture<VerifyOutcome> verify(Digest objectKey) {
        return CompletableFuture.completedFuture(Samples.verifyOutcome(objectKey));
    }

    @Override
    public CompletableFuture<RepairOutcome> repair(Digest objectKey, RepairDepth depth) {
        return CompletableFuture.completedFuture(Samples.repairOutcome(objectKey, depth));
    }

    @Override
    public CompletableFuture<OrphanPage> orphans(Duration leastAge, Optional<Digest> after) {
        return CompletableFuture.completedFuture(Samples.orphanPage(leastAge, after));
    }

    @Override
    public CompletableFuture<Integer> lookAgain(Digest objectKey) {
        return CompletableFuture.completedFuture(objectKey.bytes()[0] & 0xff);
    }
}

package io.shardmesh.node.control;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.Catalog;
import io.shardmesh.node.api.CatalogEntry;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.Labels;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.api.NodeState;
import io.shardmesh.node.api.NodeStats;
import io.shardmesh.node.api.NodeStatus;
import io.shardmesh.node.api.ObjectCare;
import io.shardmesh.node.api.ObjectStore;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.api.PeerInfo;
import io.shardmesh.node.api.Recovery;
import io.shardmesh.node.api.RevokeOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A node behind a control socket. */
final class RemoteNode implements Node, Catalog, Mesh, NodeState {
    private final ServiceCalls calls;
    private final RemoteObjects objects;
    private final CompletableFuture<Void> ended;

    RemoteNode(ServiceCalls calls, CompletableFuture<Void> ended) {
        this.calls = calls;
        this.objects = new RemoteObjects(calls);
        this.ended = ended;
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    @Override
    public ObjectCare care() {
        return new RemoteCare(calls);
    }

    @Override
    public Catalog catalog() {
        return this;
    }

    @Override
    public Mesh mesh() {
        return this;
    }

    @Override
    public Recovery recovery() {
        return new RemoteRecovery();
    }

    @Override
    public NodeState state() {
        return this;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        calls.closeAll();
    }

    @Override
    public CompletableFuture<CatalogPage> list(CatalogQuery query) {
        return calls.ask(CatalogCodec.encode(query), reply -> CatalogCodec.page(reply.head()));
    }

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public CompletableFuture<Void> retag(List<Retag> changes) {
        return calls.ask(CatalogCodec.encode(changes), reply -> null);
    }

    @Override
    public CompletableFuture<Optional<CatalogEntry>> find(String name) {
        return calls.ask(
                CatalogCodec.knowing(Fields.ofType("find-name")).put("name", name),
                reply -> CatalogCodec.optionalEntry(reply.head()));
    }

    @Override
    public CompletableFuture<Optional<CatalogEntry>> find(Digest objectKey) {
        return calls.ask(
                CatalogCodec.knowing(Fields.ofType("find-key"))
                        .put("objectKey", objectKey.toString()),
                reply -> CatalogCodec.optionalEntry(reply.head()));
    }

    @Override
    public CompletableFuture<MeshSummary> create(String name, Labels labels) {
        return calls.ask(
                Fields.ofType("mesh-create")
                        .put("name", name)
                        .put("labels", MeshCodec.encode(labels)),
                reply -> MeshCodec.summary(reply.head()));
    }

    @Override
    public CompletableFuture<Invitation> invite(InviteRole role, Duration validFor) {
        return calls.ask(
                Fields.ofType("mesh-invite")
                        .put("role", MeshCodec.encode(role))
                        .put("validSeconds", validFor.toSeconds()),
                reply -> MeshCodec.invitation(reply.head()));
    }

    @Override
    public CompletableFuture<MeshSummary> join(String inviteText, Labels labels) {
        return calls.ask(
                Fields.ofType("mesh-join")
                        .put("invite", inviteText)
                        .put("labels", MeshCodec.encode(labels)),
                reply -> MeshCodec.summary(reply.head()));
    }

    @Override
    public CompletableFuture<MemberList> members() {
        return calls.ask(Fields.ofType("mesh-members"), reply -> MeshCodec.members(reply.head()));
    }

    @Override
    public CompletableFuture<List<OwnerQuota>> quotas() {
        return calls.ask(Fields.ofType("mesh-quotas"), reply -> MeshCodec.quotas(reply.head()));
    }

    @Override
    public CompletableFuture<OwnerQuota> limit(VerifyingKey owner, OptionalLong quotaBytes) {
        return calls.ask(
                Fields.ofType("mesh-limit")
                        .put("owner", owner.toString())
                        .put("quotaBytes", quotaBytes),
                reply -> MeshCodec.quotas(reply.head()).getFirst());
    }

    @Override
    public CompletableFuture<RevokeOutcome> revoke(PeerId peer) {
        return calls.ask(
                Fields.ofType("mesh-revoke").put("peer", peer.toString()),
                reply -> MeshCodec.revoked(reply.head()));
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return calls.ask(Fields.ofType("status"), reply -> StateCodec.status(reply.head()));
    }

    @Override
    public CompletableFuture<NodeStats> stats() {
        return calls.ask(Fields.ofType("stats"), reply -> StateCodec.stats(reply.head()));
    }

    @Override
    public CompletableFuture<List<PeerInfo>> peers() {
        return calls.ask(Fields.ofType("peers"), reply -> StateCodec.peers(reply.head()));
    }
}

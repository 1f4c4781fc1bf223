package io.shardmesh.node.local;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.api.FailureException;
import io.shardmesh.node.api.FailureKind;
import io.shardmesh.node.api.Invitation;
import io.shardmesh.node.api.InviteRole;
import io.shardmesh.node.api.MemberInfo;
import io.shardmesh.node.api.MemberList;
import io.shardmesh.node.api.Mesh;
import io.shardmesh.node.api.MeshSummary;
import io.shardmesh.node.api.NodeKeys;
import io.shardmesh.node.api.OwnerQuota;
import io.shardmesh.node.api.RevokeOutcome;
import io.shardmesh.node.core.Async;
import io.shardmesh.node.member.InviteDesk;
import io.shardmesh.node.member.Joiner;
import io.shardmesh.node.mesh.Founding;
import io.shardmesh.node.mesh.Invite;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.InviteTerms;
import io.shardmesh.node.mesh.Labels;
import io.shardmesh.node.mesh.MachineLabel;
import io.shardmesh.node.mesh.Member;
import io.shardmesh.node.mesh.Membership;
import io.shardmesh.node.mesh.MembershipList;
import io.shardmesh.node.mesh.OwnerEntry;
import io.shardmesh.node.mesh.Role;
import io.shardmesh.node.mesh.SignedMembershipList;
import io.shardmesh.node.network.Network;
import io.shardmesh.node.record.MeshId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Membership of a node in this process. */
final class LocalMesh implements Mesh {
    private static final int MAX_INVITE_ADDRESSES = 8;

    private final LocalNode node;

    LocalMesh(LocalNode node) {
        this.node = node;
    }

    @Override
    public CompletableFuture<MeshSummary> create(String name, io.shardmesh.node.api.Labels labels) {
        return node.onStrand(() -> {
            requireNoMesh("found");
            NodeKeys keys = keys("found");
            Member founder =
                    new Member(
                            self(),
                            keys.signing().verifyingKey(),
                            Set.of(Role.HOLD),
                            labels(labels, MeshId.ofAdmin(keys.admin().verifyingKey())),
                            Optional.empty());
            SignedMembershipList list = Founding.found(keys.admin(), name, founder);
            return enter(list);
        });
    }

    @Override
    public CompletableFuture<Invitation> invite(InviteRole role, Duration validFor) {
        return node.onStrand(() -> {
            InviteDesk desk = desk("invite");
            Instant end = now().plus(validFor);
            InviteTerms terms = new InviteTerms(roles(role), OptionalLong.empty(), end);
            return network("invite")
                    .listenAddresses()
                    .thenCompose(addresses -> desk.invite(terms, reachable(addresses)))
                    .thenApply(invite ->
                            new Invitation(invite.toText(), role, invite.terms().notAfter()));
        });
    }

    private static List<Multiaddr> reachable(List<Multiaddr> addresses) {
        if (addresses.isEmpty()) {
            throw refused("invite", "this node listens nowhere; start it as a service");
        }
        return addresses.stream().limit(MAX_INVITE_ADDRESSES).toList();
    }

    @Override
    public CompletableFuture<MeshSummary> join(
            String inviteText, io.shardmesh.node.api.Labels labels) {
        return node.onStrand(() -> {
            requireNoMesh("join");
            Invite invite =
                    Invite.parse(inviteText)
                            .orElseThrow(() ->
                                    failure(
                                            FailureKind.MALFORMED,
                                            "join",
                                            "that line is no invite, or is" + " mistyped"));
            return new Joiner(node.parts().environment(), network("join"), keys("join").signing())
                    .join(invite, labels(labels, invite.mesh()))
                    .thenCompose(membership -> enter(membership.signedList()));
        });
    }

    @Override
    public CompletableFuture<MemberList> members() {
        return node.onStrand(() -> {
            MembershipList list = membership("list members of").list();
            return CompletableFuture.completedFuture(
                    new MemberList(
                            list.mesh().digest(),
                            list.name(),
                            list.sequence(),
                            list.members().stream().map(this::shown).toList()));
        });
    }

    @Override
    public CompletableFuture<RevokeOutcome> revoke(PeerId peer) {
        return node.onStrand(() -> {
            InviteDesk desk = desk("revoke");
            Membership before = membership("revoke");
            return desk.revoke(peer)
                    .thenApply(list ->
                            new RevokeOutcome(
                                    peer,
                                    before.list()
                                            .member(peer)
                                            .map(Member::owner)
                                            .map(owner -> list.owner(owner).isEmpty())
                                            .orElse(false),
                                    list.sequence(),
                                    node.engine("revoke").members().connected().size()));
        });
    }

    @Override
    public CompletableFuture<List<OwnerQuota>> quotas() {
        return node.onStrand(() ->
                Async.all(
                        membership("list the quotas of").list().owners().stream()
                                .map(this::shown)
                                .toList()));
    }

    @Override
    public CompletableFuture<OwnerQuota> limit(VerifyingKey owner, OptionalLong quotaBytes) {
        return node.onStrand(() ->
                desk("set a quota of")
                        .limit(owner, quotaBytes)
                        .thenCompose(list -> shown(list.owner(owner).orElseThrow())));
    }

    private CompletableFuture<OwnerQuota> shown(OwnerEntry entry) {
        return node.parts()
                .storage()
                .shards()
                .map(store -> store.storedBytes(entry.key()).thenApply(OptionalLong::of))
                .orElseGet(() -> CompletableFuture.completedFuture(OptionalLong.empty()))
                .thenApply(held -> new OwnerQuota(entry.key(), entry.quotaBytes(), held));
    }

    /** The mesh that this home is in now. */
    Optional<MeshSummary> summary() {
        return node.joined().isEmpty()
                ? Optional.empty()
                : membership("show").list().member(self()).map(this::summary);
    }

    MemberInfo shown(Member member) {
        boolean connected =
                member.peer().equals(self())
                        || node.engine()
                                .map(engine -> engine.members().connected().contains(member.peer()))
                                .orElse(false);
        return new MemberInfo(
                member.peer(),
                member.owner(),
                member.roles().stream().map(Role::word).toList(),
                new io.shardmesh.node.api.Labels(
                        Optional.of(member.machine()),
                        Optional.of(member.region()).filter(region -> !region.isEmpty())),
                member.end(),
                connected);
    }

    /** By the engine's list when there is one, else by the remembered one. */
    Membership membership(String operation) {
        return node.engine()
                .map(engine -> engine.members().membership())
                .or(() -> node.joined().map(RememberedMesh::membership))
                .orElseThrow(() ->
                        failure(
                                FailureKind.NO_MESH,
                                operation,
                                "this home belongs to no mesh yet"));
    }

    private CompletableFuture<MeshSummary> enter(SignedMembershipList list) {
        Membership membership =
                Membership.of(list.list().mesh(), list)
                        .orElseThrow(() -> new IllegalStateException("our own list is not good"));
        Member self =
                membership
                        .list()
                        .member(self())
                        .orElseThrow(() -> refused("join", "the list does not have this peer"));
        return node.parts()
                .storage()
                .mesh()
                .saveList(list)
                .thenApply(saved -> {
                    node.enter(new RememberedMesh(membership, InviteBook.empty(membership.mesh())));
                    return summary(self);
                })
                .thenCompose(summary -> node.settled().thenApply(settled -> summary));
    }

    private MeshSummary summary(Member self) {
        MembershipList list = membership("show").list();
        return new MeshSummary(
                list.mesh().digest(),
                list.name(),
                list.sequence(),
                list.members().size(),
                shown(self));
    }

    private Labels labels(io.shardmesh.node.api.Labels wanted, MeshId mesh) {
        try {
            return new Labels(
                    wanted.machine().orElseGet(() -> derivedMachine(mesh)),
                    wanted.region().orElse(""));
        } catch (IllegalArgumentException wrong) {
            throw failure(FailureKind.MALFORMED, "label", String.valueOf(wrong.getMessage()));
        }
    }

    private String derivedMachine(MeshId mesh) {
        return MachineLabel.derive(node.parts().identity().machineId().get(), mesh);
    }

    private static Set<Role> roles(InviteRole role) {
        return switch (role) {
            case HOLD -> Set.of(Role.HOLD);
            case CLIENT -> Set.of(Role.CLIENT);
        };
    }

    private InviteDesk desk(String operation) {
        return node.engine(operation)
                .desk()
                .orElseThrow(() ->
                        refused(operation, "only the home that founded the mesh can do that"));
    }

    private NodeKeys keys(String operation) {
        return node.parts()
                .identity()
                .owner()
                .orElseThrow(() -> refused(operation, "this node runs without its owner's keys"));
    }

    private Network network(String operation) {
        return node.parts()
                .network()
                .orElseThrow(() -> refused(operation, "this node runs without a network"));
    }

    private void requireNoMesh(String operation) {
        if (node.joined().isPresent()) {
            throw failure(
                    FailureKind.EXISTS,
                    operation,
                    "this home is in the mesh "
                            + node.joined().get().membership().list().name()
                            + " already");
        }
    }

    private PeerId self() {
        return node.parts().identity().peer();
    }

    private Instant now() {
        return node.parts().environment().clock().instant();
    }

    private static FailureException refused(String operation, String cause) {
        return failure(FailureKind.REFUSED, operation, cause);
    }

    private static FailureException failure(FailureKind kind, String operation, String cause) {
        return Async.failure(kind, operation, "the mesh", cause);
    }
}

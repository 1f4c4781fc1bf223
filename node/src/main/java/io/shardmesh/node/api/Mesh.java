package io.shardmesh.node.api;

import io.shardmesh.crypto.VerifyingKey;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Membership of this home. Threading as in {@link Node}. */
public interface Mesh {
    /**
     * Founds a mesh with this home as its first member. Fails with {@link FailureKind#EXISTS} when
     * the home is in one already.
     */
    CompletableFuture<MeshSummary> create(String name, Labels labels);

    /**
     * Makes an invite. Fails with {@link FailureKind#REFUSED} unless this node has the admin key,
     * {@link FailureKind#NO_MESH} without a mesh.
     */
    CompletableFuture<Invitation> invite(InviteRole role, Duration validFor);

    /**
     * Redeems an invite at the member that made it. Fails with {@link FailureKind#MALFORMED},
     * {@link FailureKind#REFUSED} (expired, used, unknown), {@link FailureKind#UNREACHABLE}, {@link
     * FailureKind#EXISTS} (the home is in a mesh).
     */
    CompletableFuture<MeshSummary> join(String inviteText, Labels labels);

    /** Shows the list. Fails with {@link FailureKind#NO_MESH}. */
    CompletableFuture<MemberList> members();

    /**
     * Takes a member off the list and pushes the new one. Fails with {@link FailureKind#NOT_FOUND}
     * when it is not on it, {@link FailureKind#REFUSED} without the admin key.
     */
    CompletableFuture<RevokeOutcome> revoke(PeerId peer);

    /** The owners on the list with their quotas, in the order of the list. */
    CompletableFuture<List<OwnerQuota>> quotas();

    /**
     * Sets what each holder keeps for an owner at most; what is kept already stays. Fails with
     * {@link FailureKind#NOT_FOUND} when the owner is not on the list, {@link FailureKind#REFUSED}
     * without the admin key.
     *
     * @param quotaBytes empty for no limit
     */
    CompletableFuture<OwnerQuota> limit(VerifyingKey owner, OptionalLong quotaBytes);
}

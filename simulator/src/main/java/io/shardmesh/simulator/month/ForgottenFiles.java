package io.shardmesh.simulator.month;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.member.MeshFiles;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.SignedMembershipList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Keeps nothing: nobody starts a second time here. */
final class ForgottenFiles implements MeshFiles {
    private static final CompletableFuture<Void> KEPT = CompletableFuture.completedFuture(null);

    @Override
    public CompletableFuture<Void> saveList(SignedMembershipList list) {
        return KEPT;
    }

    @Override
    public CompletableFuture<Void> saveInvites(InviteBook invites) {
        return KEPT;
    }

    @Override
    public CompletableFuture<Void> saveAddresses(Map<PeerId, List<Multiaddr>> addresses) {
        return KEPT;
    }

    @Override
    public CompletableFuture<Void> flushed() {
        return KEPT;
    }
}

package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.mesh.InviteBook;
import io.shardmesh.node.mesh.SignedMembershipList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a node must remember of its mesh over a restart. Futures complete on the node's strand. */
public interface MeshFiles {
    /** Keeps the list for good, in the place of the one before. */
    CompletableFuture<Void> saveList(SignedMembershipList list);

    /** Keeps the open invites for good. */
    CompletableFuture<Void> saveInvites(InviteBook invites);

    /** Keeps where members were last reached. */
    CompletableFuture<Void> saveAddresses(Map<PeerId, List<Multiaddr>> addresses);

    /** Completes when everything that was given so far has been kept, or could not be. */
    CompletableFuture<Void> flushed();
}

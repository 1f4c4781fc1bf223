package io.shardmesh.node.api;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the node itself is.
 *
 * @param peer its id
 * @param mode how it was started
 * @param mesh what it belongs to; empty before it founds or joins
 * @param listening full addresses ending in its peer id; empty for an embedded node
 * @param connectedMemberCount members with a connection now, itself not counted
 * @param up since it started
 */
public record NodeStatus(
        PeerId peer,
        NodeMode mode,
        Optional<MeshSummary> mesh,
        List<Multiaddr> listening,
        int connectedMemberCount,
        Duration up) {
    /** Takes a copy of the list. */
    public NodeStatus {
        listening = List.copyOf(listening);
    }
}

package io.shardmesh.node.holder;

import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.HashMap;
import java.util.Map;

/** How many put sessions each peer has open. */
final class SessionCount {
    private final Map<PeerId, Integer> open = new HashMap<>();

    /** Counts one more, unless {@code peer} has {@code limit} already. */
    boolean enter(PeerId peer, int limit) {
        int count = open.getOrDefault(peer, 0);
        if (count >= limit) {
            return false;
        }
        open.put(peer, count + 1);
        return true;
    }

    void leave(PeerId peer) {
        open.computeIfPresent(peer, (same, count) -> count == 1 ? null : count - 1);
    }
}

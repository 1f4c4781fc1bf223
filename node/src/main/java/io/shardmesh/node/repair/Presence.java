package io.shardmesh.node.repair;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Since when each member that holds has not been reached, by this node's own monotonic time. A node
 * that has just started knows nothing of the time before: for it everybody has just left.
 */
final class Presence {
    private final Environment environment;
    private final Members members;
    private final Map<PeerId, Long> awaySince = new HashMap<>();
    private Runnable onReturn = () -> {};

    Presence(Environment environment, Members members) {
        this.environment = environment;
        this.members = members;
        members.onChange(this::look);
        look();
    }

    /** Calls this whenever members that were away are reached; there is one such listener. */
    void onReturn(Runnable listener) {
        onReturn = listener;
    }

    private void look() {
        boolean returned = false;
        Set<PeerId> connected = members.connected();
        Set<PeerId> listed = new HashSet<>();
        for (Member member : members.holders()) {
            PeerId peer = member.peer();
            listed.add(peer);
            if (connected.contains(peer) || peer.equals(members.self())) {
                returned |= awaySince.remove(peer) != null;
            } else {
                awaySince.putIfAbsent(peer, now());
            }
        }
        awaySince.keySet().retainAll(listed);
        if (returned) {
            onReturn.run();
        }
    }

    /** Notes that a connected member did not answer. */
    void silent(PeerId peer) {
        awaySince.putIfAbsent(peer, now());
    }

    /** Notes that a member answered. */
    void heard(PeerId peer) {
        if (awaySince.remove(peer) != null) {
            onReturn.run();
        }
    }

    /** Whether this member is not reached at the moment. */
    boolean away(PeerId peer) {
        return awaySince.containsKey(peer);
    }

    /** Whether nobody has reached this member for so long. */
    boolean gone(PeerId peer, Duration grace) {
        Long since = awaySince.get(peer);
        return since != null && now() - since >= grace.toNanos();
    }

    private long now() {
        return environment.strand().nanoTime();
    }
}

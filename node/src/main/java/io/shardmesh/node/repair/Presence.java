package io.shardmesh.node.repair;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.node.core.Environment;
import io.shardmesh.node.member.Members;
import io.shardmesh.node.mesh.Member;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Since when each member that holds has not been reached, by this node's own monotonic time. A node
 * that has just started knows nothing of the time before: for it everybody has just left.
 */
final class Presence {
    private final Environment environment;
    private final Members members;
    private final Map<PeerId, Absence> absences = new HashMap<>();

    private Set<PeerId> listed = Set.of();

    /** Who left the list, until that was told. */
    private final Set<PeerId> unlisted = new HashSet<>();

    private Runnable onReturn = () -> {};

    /** One member's. */
    private static final class Absence {
        private final long sinceNanos;
        private Duration told = Duration.ZERO;

        Absence(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

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
        Set<PeerId> listedNow = new HashSet<>();
        for (Member member : members.holders()) {
            PeerId peer = member.peer();
            listedNow.add(peer);
            if (connected.contains(peer) || peer.equals(members.self())) {
                returned |= absences.remove(peer) != null;
            } else {
                absences.computeIfAbsent(peer, left -> new Absence(now()));
            }
        }
        listed.stream().filter(peer -> !listedNow.contains(peer)).forEach(unlisted::add);
        listed = listedNow;
        absences.keySet().retainAll(listed);
        if (returned) {
            onReturn.run();
        }
    }

    /** Notes that a connected member did not answer. */
    void silent(PeerId peer) {
        absences.computeIfAbsent(peer, left -> new Absence(now()));
    }

    /** Notes that a member answered. */
    void heard(PeerId peer) {
        if (absences.remove(peer) != null) {
            onReturn.run();
        }
    }

    /** Whether this member is not reached at the moment. */
    boolean away(PeerId peer) {
        return absences.containsKey(peer);
    }

    /** Whether nobody has reached this member for so long. */
    boolean gone(PeerId peer, Duration grace) {
        Absence absence = absences.get(peer);
        return absence != null && now() - absence.sinceNanos >= grace.toNanos();
    }

    /**
     * Those who have been away for longer than one of these graces, or have left the list, since
     * this was last asked.
     */
    Set<PeerId> newlyGone(List<Duration> graces) {
        Set<PeerId> gone = new HashSet<>(unlisted);
        unlisted.clear();
        absences.forEach((peer, absence) -> {
            for (Duration grace : graces) {
                if (gone(peer, grace) && absence.told.compareTo(grace) < 0) {
                    absence.told = grace;
                    gone.add(peer);
                }
            }
        });
        return gone;
    }

    private long now() {
        return environment.strand().nanoTime();
    }
}

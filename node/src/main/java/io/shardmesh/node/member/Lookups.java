package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When a member that cannot be dialled is looked up in the DHT again. A lookup asks many, and
 * mostly nobody knows more than before: the pause doubles from one to the next. A member that has
 * not been connected since the last lookup may know more, so whoever is newly linked makes the next
 * one due. On the node's strand.
 */
final class Lookups {
    /** As long as a member that cannot be reached waits between two attempts at most. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    private final Scheduler strand;
    private final Map<PeerId, Pause> pauses = new HashMap<>();

    private record Pause(long sinceNanos, Duration length) {}

    Lookups(Scheduler strand) {
        this.strand = strand;
    }

    /** Whether it has not been looked up, or not for long enough. */
    boolean due(PeerId peer) {
        Pause pause = pauses.get(peer);
        return pause == null || strand.nanoTime() - pause.sinceNanos() >= pause.length().toNanos();
    }

    /** It is looked up now. */
    void begun(PeerId peer) {
        pauses.merge(
                peer,
                new Pause(strand.nanoTime(), FIRST_PAUSE),
                (last, first) -> new Pause(first.sinceNanos(), longer(last.length())));
    }

    private static Duration longer(Duration length) {
        Duration twice = length.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** This peer is linked: it needs no lookup, and may know where others are. */
    void newcomer(PeerId peer) {
        pauses.remove(peer);
        pauses.replaceAll((other, pause) ->
                new Pause(strand.nanoTime() - pause.length().toNanos(), pause.length()));
    }
}

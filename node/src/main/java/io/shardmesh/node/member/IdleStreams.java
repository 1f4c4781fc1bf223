package io.shardmesh.node.member;

import io.shardmesh.libp2p.multiformats.PeerId;
import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Streams of questions that have no question now, one for each member and protocol. Whoever asks
 * next saves the opening, which costs more than a question. On the strand.
 */
final class IdleStreams {
    /** A few times as long as members of a busy mesh go without a question to each other. */
    static final Duration LIFE = Duration.ofMinutes(2);

    private final Scheduler strand;

    /** The one that was used last is last. */
    private final Map<Use, Left> streams = new LinkedHashMap<>();

    private boolean endPlanned;

    private record Use(PeerId peer, String protocol) {}

    private record Left(MemberStream stream, long sinceNanos) {}

    IdleStreams(Scheduler strand) {
        this.strand = strand;
    }

    /** A stream on which the next answer is that to the next question; it belongs to the caller. */
    Optional<MemberStream> take(PeerId peer, String protocol) {
        return Optional.ofNullable(streams.remove(new Use(peer, protocol)))
                .map(Left::stream)
                .filter(stream -> stream.messages().isReusable());
    }

    /** Keeps the stream for a while, or ends it. */
    void leave(MemberStream stream, String protocol) {
        Use use = new Use(stream.peer(), protocol);
        if (!stream.messages().isReusable() || streams.containsKey(use)) {
            stream.messages().finish();
            return;
        }
        streams.put(use, new Left(stream, strand.nanoTime()));
        planEnd();
    }

    private void planEnd() {
        if (!endPlanned && !streams.isEmpty()) {
            endPlanned = true;
            long oldest = streams.values().iterator().next().sinceNanos();
            long untilNanos = oldest + LIFE.toNanos() - strand.nanoTime();
            strand.schedule(Duration.ofNanos(Math.max(0, untilNanos)), this::endOld);
        }
    }

    private void endOld() {
        endPlanned = false;
        long now = strand.nanoTime();
        streams.values()
                .removeIf(left -> {
                    boolean old = now - left.sinceNanos() >= LIFE.toNanos();
                    if (old) {
                        left.stream().messages().finish();
                    }
                    return old;
                });
        planEnd();
    }
}

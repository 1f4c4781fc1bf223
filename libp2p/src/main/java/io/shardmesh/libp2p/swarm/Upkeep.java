package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.transport.Scheduler;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one timer of a connection: wakes up for whatever is due next, ping, death or idleness. */
final class Upkeep {

    /** The connection that is kept up. */
    interface Subject {
        /** How long it may stay without streams; empty means for ever. */
        Optional<Duration> idleLimit();

        boolean hasStreams();

        /**
         * Called at least once each interval of pings; the place for what is checked at leisure.
         */
        void woken();

        /** Asks the other side for a sign of life, and plans anew. */
        void probe();

        void idle();

        void dead();
    }

    private final Surroundings surroundings;
    private final Liveness liveness;
    private final Subject subject;
    private Scheduler.@Nullable Timer timer;
    private long idleSinceNanos;
    private boolean ended;

    Upkeep(Surroundings surroundings, Liveness liveness, Subject subject) {
        this.surroundings = surroundings;
        this.liveness = liveness;
        this.subject = subject;
        this.idleSinceNanos = surroundings.nanoTime();
    }

    /** Its last stream is gone. */
    void deserted() {
        idleSinceNanos = surroundings.nanoTime();
        plan();
    }

    /** Sets the timer, as what is due may have changed. */
    void plan() {
        if (timer != null) {
            timer.cancel();
        }
        if (ended) {
            return;
        }
        long now = surroundings.nanoTime();
        long due = liveness.dueNanos();
        Optional<Long> idle = idleDueNanos();
        if (idle.isPresent() && idle.get() - due < 0) {
            due = idle.get();
        }
        timer = surroundings.scheduler().schedule(Duration.ofNanos(due - now), this::wake);
    }

    void end() {
        ended = true;
        plan();
    }

    private Optional<Long> idleDueNanos() {
        return subject.hasStreams()
                ? Optional.empty()
                : subject.idleLimit().map(limit -> idleSinceNanos + limit.toNanos());
    }

    private void wake() {
        long now = surroundings.nanoTime();
        subject.woken();
        if (liveness.isDead(now)) {
            subject.dead();
        } else if (idleDueNanos().filter(due -> due - now <= 0).isPresent()) {
            subject.idle();
        } else if (liveness.wantsPing(now)) {
            subject.probe();
        } else {
            plan();
        }
    }
}

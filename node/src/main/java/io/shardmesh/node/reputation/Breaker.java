package io.shardmesh.node.reputation;

import java.time.Duration;

/**
 * Whether a peer is left alone because it does not answer (the circuit breaker of Nygard, "Release
 * It!", 2007): closed while it answers; open for a while when it was silent, or when several
 * connections to it broke one after the other; then half-open, while one question finds out whether
 * it answers again. Times are nanoseconds of one clock that the caller has.
 */
sealed interface Breaker {
    /**
     * A refused or broken connection costs nobody time, and one that breaks fails many streams at
     * once; a silence has cost its asker seconds, so one is enough.
     */
    int MOST_BREAKS = 3;

    /** About as long as a silence was waited for. */
    Duration FIRST_PAUSE = Duration.ofSeconds(4);

    /** Whoever is back is found within two minutes; a probe is one message. */
    Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** Nothing is wrong. */
    static Breaker closed() {
        return new Closed(0);
    }

    /**
     * It is asked.
     *
     * @param breaks connections that broke since it last answered
     */
    record Closed(int breaks) implements Breaker {}

    /**
     * It is left alone.
     *
     * @param pause of which the wait was a part
     * @param untilNanos when the probe is due
     */
    record Open(Duration pause, long untilNanos) implements Breaker {}

    /** The probe is under way; {@code pause} is what came before it. */
    record HalfOpen(Duration pause) implements Breaker {}

    /** It has answered, or sent anything. */
    default Breaker answered() {
        return closed();
    }

    /**
     * It could not be reached, or a connection to it broke.
     *
     * @param chance from 0 to below 1, so that those who ask do not all come back at one moment
     */
    default Breaker broken(long now, double chance) {
        return switch (this) {
            case Closed(int breaks) when breaks + 1 < MOST_BREAKS -> new Closed(breaks + 1);
            case Closed _, Open _, HalfOpen _ -> silent(now, chance);
        };
    }

    /** It did not answer in time. While it is left alone, late news of that change nothing. */
    default Breaker silent(long now, double chance) {
        return switch (this) {
            case Closed _ -> open(FIRST_PAUSE, now, chance);
            case HalfOpen(Duration pause) -> open(longer(pause), now, chance);
            case Open open -> open;
        };
    }

    /** The probe begins, if this is open. */
    default Breaker probed() {
        return switch (this) {
            case Open(Duration pause, long _) -> new HalfOpen(pause);
            case Closed _, HalfOpen _ -> this;
        };
    }

    private static Breaker open(Duration pause, long now, double chance) {
        long halfNanos = pause.toNanos() / 2;
        return new Open(pause, now + halfNanos + (long) (halfNanos * chance));
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}

package io.shardmesh.node.reputation;

import java.time.Duration;

/**
 * What was seen of one peer. Everything fades with the time since {@code atNanos}, by the half-life
 * of its kind; times are nanoseconds of one clock that the caller has.
 *
 * @param answerNanos how long it takes to answer, averaged with more weight on what is new; 0 when
 *     it never did
 * @param attempts questions that it answered, and that it did not
 * @param lateness from 0 to 1, in how many of the last gets it kept the others waiting
 * @param audits proofs of what it keeps that it gave, and that it failed to give
 * @param atNanos the moment for which all this is said
 */
record Conduct(long answerNanos, Tally attempts, double lateness, Tally audits, long atNanos) {
    /** A machine that was off over night has a clean slate by the next. */
    static final Duration ATTEMPTS_HALF_LIFE = Duration.ofHours(6);

    /** Lines are slow for a while; who was late once is tried again after an hour. */
    static final Duration LATENESS_HALF_LIFE = Duration.ofMinutes(30);

    /** Audits come once a month for each object, and what they find stays true for longer. */
    static final Duration AUDITS_HALF_LIFE = Duration.ofDays(3);

    /** What a new answer changes of the average. */
    private static final int ANSWER_WEIGHT = 4;

    /** What a get changes of the lateness. */
    private static final double LATE_WEIGHT = 0.5;

    private static final long MAX_ANSWER_NANOS = Duration.ofMinutes(1).toNanos();

    Conduct {
        if (answerNanos < 0
                || answerNanos > MAX_ANSWER_NANOS
                || !(lateness >= 0 && lateness <= 1)) {
            throw new IllegalArgumentException("conduct out of range");
        }
    }

    /** Of a peer that was never seen. */
    static Conduct unknown(long now) {
        return new Conduct(0, Tally.NONE, 0, Tally.NONE, now);
    }

    /** The same, as much as is left of it by {@code now}; a moment before it changes nothing. */
    Conduct at(long now) {
        long ageNanos = now - atNanos;
        return ageNanos <= 0
                ? this
                : new Conduct(
                        (long) (answerNanos * left(ageNanos, ATTEMPTS_HALF_LIFE)),
                        attempts.times(left(ageNanos, ATTEMPTS_HALF_LIFE)),
                        lateness * left(ageNanos, LATENESS_HALF_LIFE),
                        audits.times(left(ageNanos, AUDITS_HALF_LIFE)),
                        now);
    }

    private static double left(long ageNanos, Duration halfLife) {
        return StrictMath.pow(0.5, ageNanos / (double) halfLife.toNanos());
    }

    /** It answered, after that time; 0 when the time says nothing. */
    Conduct answered(long tookNanos, long now) {
        Conduct aged = at(now);
        long took = tookNanos == 0 ? aged.answerNanos : Math.min(tookNanos, MAX_ANSWER_NANOS);
        long average =
                aged.answerNanos == 0
                        ? took
                        : aged.answerNanos + (took - aged.answerNanos) / ANSWER_WEIGHT;
        return new Conduct(
                average, aged.attempts.plus(true), aged.lateness, aged.audits, aged.atNanos);
    }

    /** It did not answer. */
    Conduct failed(long now) {
        Conduct aged = at(now);
        return new Conduct(
                aged.answerNanos,
                aged.attempts.plus(false),
                aged.lateness,
                aged.audits,
                aged.atNanos);
    }

    /** It gave blocks to a get, and kept the others waiting or did not. */
    Conduct served(boolean late, long now) {
        Conduct aged = at(now);
        double changed = aged.lateness + ((late ? 1 : 0) - aged.lateness) * LATE_WEIGHT;
        return new Conduct(aged.answerNanos, aged.attempts, changed, aged.audits, aged.atNanos);
    }

    /** It showed what it keeps, or could not. */
    Conduct audited(boolean passed, long now) {
        Conduct aged = at(now);
        return new Conduct(
                aged.answerNanos,
                aged.attempts,
                aged.lateness,
                aged.audits.plus(passed),
                aged.atNanos);
    }
}

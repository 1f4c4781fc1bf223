package io.shardmesh.node.reputation;

import java.time.Duration;
import java.util.Comparator;

/**
 * In which order peers are asked; what comes first is asked first. Steps are coarse on purpose:
 * peers between which nothing but chance decides are equal, and whoever compares has a better
 * reason to prefer one of them.
 *
 * @param silent it is left alone for now
 * @param distrusted it failed audits lately, and not by far passed more
 * @param failures in how many quarters of the attempts it did not answer, rounded down, 0 to 3
 * @param late it kept gets waiting lately
 * @param distance 0 below {@link #NEAR}, one more for each doubling of the time to an answer
 */
public record Standing(boolean silent, boolean distrusted, int failures, boolean late, int distance)
        implements Comparable<Standing> {
    /** Of a peer of which nothing is known, and of one with which nothing is wrong. */
    public static final Standing UNKNOWN = new Standing(false, false, 0, false, 0);

    /** Within a house or a town: there the disk and the moment decide, not the line. */
    static final Duration NEAR = Duration.ofMillis(25);

    /** Below this the memory of a failure has faded. */
    private static final double REMEMBERED_FAILURE = 0.5;

    /** One shard in four that is not there is no accident. */
    private static final double TRUSTED_SHARE = 0.75;

    /** What is left of one late get after an hour or so, or of three that were on time. */
    private static final double REMEMBERED_LATENESS = 0.1;

    private static final Comparator<Standing> ORDER =
            Comparator.comparing(Standing::silent)
                    .thenComparing(Standing::distrusted)
                    .thenComparingInt(Standing::failures)
                    .thenComparing(Standing::late)
                    .thenComparingInt(Standing::distance);

    /** Where a peer stands by what is known of it at {@code now}. */
    static Standing of(Breaker breaker, Conduct conduct, long now) {
        Conduct seen = conduct.at(now);
        Tally attempts = seen.attempts();
        Tally audits = seen.audits();
        // The one more is a doubt in favour of whom we have hardly asked.
        double failedShare = attempts.bad() / (attempts.good() + attempts.bad() + 1);
        return new Standing(
                !(breaker instanceof Breaker.Closed),
                audits.bad() >= REMEMBERED_FAILURE && audits.goodShare() < TRUSTED_SHARE,
                (int) (failedShare * 4),
                seen.lateness() >= REMEMBERED_LATENESS,
                distance(seen.answerNanos()));
    }

    private static int distance(long answerNanos) {
        return Long.SIZE - Long.numberOfLeadingZeros(answerNanos / NEAR.toNanos());
    }

    @Override
    public int compareTo(Standing other) {
        return ORDER.compare(this, other);
    }
}

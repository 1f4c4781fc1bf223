package io.shardmesh.node.record;

import java.time.Instant;

/**
 * Which of a holder's statements this is.
 *
 * @param sequence max(previous + 1, now in milliseconds)
 * @param time when it was made, in whole milliseconds
 */
public record ClaimVersion(long sequence, Instant time) {
    /**
     * Checks both and drops what is finer than a millisecond.
     *
     * @throws IllegalArgumentException when a record cannot hold them
     */
    public ClaimVersion {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence is negative");
        }
        time = RecordTime.of(time);
    }

    /** The next statement after this one, made now. */
    public ClaimVersion next(Instant now) {
        return new ClaimVersion(Math.max(sequence + 1, now.toEpochMilli()), now);
    }
}

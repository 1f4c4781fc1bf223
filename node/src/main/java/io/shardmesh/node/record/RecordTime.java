package io.shardmesh.node.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as records hold them: whole milliseconds from 1970 to the end of the year 9999. */
public final class RecordTime {
    /** The last moment that a record can hold; later ones are mistakes. */
    public static final Instant MAX = Instant.ofEpochMilli(253_402_300_799_999L);

    private RecordTime() {}

    /**
     * The time without what is finer than a millisecond.
     *
     * @throws IllegalArgumentException when it is before 1970 or after the year 9999
     */
    public static Instant of(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(MAX)) {
            throw new IllegalArgumentException("a record cannot hold the time " + time);
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}

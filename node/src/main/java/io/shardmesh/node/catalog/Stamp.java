package io.shardmesh.node.catalog;

import java.time.Instant;
import java.util.Comparator;

/**
 * When and where an operation was made. Orders the operations of all devices alike for every
 * reader: by hybrid time, then by device; no two operations have the same stamp.
 *
 * @param hybridTime milliseconds since 1970 in the upper 48 bits, a counter in the lower 16; always
 *     more than that of every operation which its device had seen
 * @param device whose log holds the operation
 */
public record Stamp(long hybridTime, DeviceId device) implements Comparable<Stamp> {

    private static final int COUNTER_BITS = 16;

    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::hybridTime).thenComparing(Stamp::device);

    /** The hybrid time of a moment at which the greatest seen so far is {@code last}. */
    static long next(long last, long nowMillis) {
        return Math.max(Math.addExact(last, 1), nowMillis << COUNTER_BITS);
    }

    /** The wall clock's part, to the millisecond. */
    public Instant time() {
        return Instant.ofEpochMilli(hybridTime >>> COUNTER_BITS);
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}

package io.shardmesh.node.catalog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

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

    /** The stamp as text, for {@link #parse}. */
    public String text() {
        return HexFormat.of().toHexDigits(hybridTime) + device;
    }

    /** The stamp of such a text; empty when it is none. */
    public static Optional<Stamp> parse(String text) {
        if (text.length() != 2 * (Long.BYTES + DeviceId.SIZE_BYTES)) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(text));
            return Optional.of(new Stamp(bytes.getLong(), DeviceId.read(bytes)));
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
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

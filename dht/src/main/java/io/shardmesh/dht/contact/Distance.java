package io.shardmesh.dht.contact;

import java.util.HexFormat;

/**
 * The XOR of two positions, ordered as an unsigned 256-bit number. From one place, no two others
 * are equally far.
 *
 * @param first the 64 most significant bits
 * @param second the next 64 bits
 * @param third the next 64 bits
 * @param fourth the 64 least significant bits
 */
public record Distance(long first, long second, long third, long fourth)
        implements Comparable<Distance> {

    /** How many leading bits the two positions share: 0 to 256, and 256 only for a place itself. */
    public int sharedBits() {
        if (first != 0) {
            return Long.numberOfLeadingZeros(first);
        }
        if (second != 0) {
            return Long.SIZE + Long.numberOfLeadingZeros(second);
        }
        if (third != 0) {
            return 2 * Long.SIZE + Long.numberOfLeadingZeros(third);
        }
        return 3 * Long.SIZE + Long.numberOfLeadingZeros(fourth);
    }

    @Override
    public int compareTo(Distance other) {
        if (first != other.first) {
            return Long.compareUnsigned(first, other.first);
        }
        if (second != other.second) {
            return Long.compareUnsigned(second, other.second);
        }
        if (third != other.third) {
            return Long.compareUnsigned(third, other.third);
        }
        return Long.compareUnsigned(fourth, other.fourth);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first)
                + hex.toHexDigits(second)
                + hex.toHexDigits(third)
                + hex.toHexDigits(fourth);
    }
}

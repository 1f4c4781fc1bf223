package io.shardmesh.erasure;

import java.util.regex.Pattern;

/**
 * How many blocks of a stripe carry data and how many parity, written {@code 4+2}.
 *
 * @param data k, the blocks needed to give everything back; at least 1
 * @param parity m, the blocks that may be lost; 0 means that nothing may
 */
public record Scheme(int data, int parity) {

    /** The field has 256 elements, and an index must fit in one byte with a value to spare. */
    public static final int MAX_TOTAL = 255;

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,2})\\+(0|[1-9][0-9]{0,2})");

    /** Checks the limits; throws {@link IllegalArgumentException} outside them. */
    public Scheme {
        if (data < 1 || parity < 0 || data > MAX_TOTAL || parity > MAX_TOTAL - data) {
            throw new IllegalArgumentException(
                    "scheme " + data + "+" + parity + " is not within 1+0 and " + MAX_TOTAL);
        }
    }

    /**
     * Reads the form that {@link #toString} writes; throws {@link IllegalArgumentException} on
     * anything else.
     */
    public static Scheme parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a scheme like 4+2: " + text);
        }
        return new Scheme(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** All blocks of a stripe, k+m; block indexes run from 0 to one less, data first. */
    public int total() {
        return data + parity;
    }

    @Override
    public String toString() {
        return data + "+" + parity;
    }
}

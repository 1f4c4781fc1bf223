package io.shardmesh.libp2p.multiformats;

/** Small numbers in text: ASCII digits, no sign, no leading zero, so each has one spelling. */
final class Decimal {
    private static final int MAX_DIGITS = 9;

    private Decimal() {}

    static int parse(String text, int max) {
        int length = text.length();
        boolean fits = length > 0 && length <= MAX_DIGITS && (length == 1 || text.charAt(0) != '0');
        int value = 0;
        for (int index = 0; fits && index < length; index++) {
            char letter = text.charAt(index);
            fits = letter >= '0' && letter <= '9';
            value = value * 10 + (letter - '0');
        }
        if (!fits || value > max) {
            throw new MalformedException("not a number from 0 to " + max);
        }
        return value;
    }
}

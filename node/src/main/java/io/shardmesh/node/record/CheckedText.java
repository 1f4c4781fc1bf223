package io.shardmesh.node.record;

import io.shardmesh.crypto.SecretBytes;
import java.util.Optional;

/**
 * Bytes of a fixed number as text for people: a prefix, base32 in lower case, six letters of
 * checksum. The checksum is the BCH code of BIP 173 with the constant of BIP 350; in texts of up to
 * 90 characters it detects every error in up to four letters, in longer ones all but one error in
 * 2^30.
 *
 * @param prefix what the text begins with, in ASCII
 * @param sizeBytes how many bytes it stands for
 */
record CheckedText(String prefix, int sizeBytes) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int CHECK_LETTERS = 6;

    /** BIP 350: with any other constant, letters could be added at the end unnoticed. */
    private static final int CHECK_CONSTANT = 0x2bc830a3;

    private static final int[] GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
    };

    String format(byte[] bytes) {
        int letters = letters();
        int[] values = new int[letters + CHECK_LETTERS];
        for (int index = 0; index < letters; index++) {
            for (int bit = 5 * index; bit < 5 * index + 5; bit++) {
                values[index] = values[index] << 1 | bitAt(bytes, bit);
            }
        }
        int check = remainder(values) ^ CHECK_CONSTANT;
        for (int index = 0; index < CHECK_LETTERS; index++) {
            values[letters + index] = check >>> (5 * (CHECK_LETTERS - 1 - index)) & 31;
        }
        StringBuilder text = new StringBuilder(length()).append(prefix);
        for (int value : values) {
            text.append(ALPHABET.charAt(value));
        }
        return text.toString();
    }

    /** The bytes, when the text is exactly such a one; case counts. The caller may wipe them. */
    Optional<SecretBytes> parse(String text) {
        if (text.length() != length() || !text.startsWith(prefix)) {
            return Optional.empty();
        }
        int letters = letters();
        int[] values = new int[letters + CHECK_LETTERS];
        for (int index = 0; index < values.length; index++) {
            values[index] = ALPHABET.indexOf(text.charAt(prefix.length() + index));
            if (values[index] < 0) {
                return Optional.empty();
            }
        }
        // The last letter has bits that stand for nothing and are zero.
        int unused = (1 << (5 * letters - 8 * sizeBytes)) - 1;
        boolean canonical = (values[letters - 1] & unused) == 0;
        return canonical && remainder(values) == CHECK_CONSTANT
                ? Optional.of(SecretBytes.takeOver(bytes(values)))
                : Optional.empty();
    }

    private int length() {
        return prefix.length() + letters() + CHECK_LETTERS;
    }

    private int letters() {
        return Math.ceilDiv(8 * sizeBytes, 5);
    }

    private byte[] bytes(int[] values) {
        byte[] bytes = new byte[sizeBytes];
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            int value = values[bit / 5] >>> (4 - bit % 5) & 1;
            bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return bytes;
    }

    private static int bitAt(byte[] bytes, int bit) {
        return bit < 8 * bytes.length ? bytes[bit / 8] >>> (7 - bit % 8) & 1 : 0;
    }

    private int remainder(int[] values) {
        int check = 1;
        for (int index = 0; index < prefix.length(); index++) {
            check = step(check, prefix.charAt(index) & 31);
        }
        for (int value : values) {
            check = step(check, value);
        }
        return check;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = (check & 0x1ffffff) << 5 ^ value;
        for (int bit = 0; bit < GENERATOR.length; bit++) {
            if ((top >>> bit & 1) != 0) {
                next ^= GENERATOR[bit];
            }
        }
        return next;
    }
}

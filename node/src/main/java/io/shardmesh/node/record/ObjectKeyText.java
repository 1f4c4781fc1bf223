package io.shardmesh.node.record;

import io.shardmesh.crypto.Digest;
import java.util.Optional;

/**
 * The text of an object key for people: {@code shm1}, 52 letters of key, 6 letters of checksum. The
 * checksum is the BCH code of BIP 173 with the constant of BIP 350: it detects every error in up to
 * four letters, and so every wrong letter and every swap of neighbours. See {@code
 * docs/formats/object-key-text.md}.
 */
public final class ObjectKeyText {
    private static final String PREFIX = "shm1";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int KEY_LETTERS = 52;
    private static final int CHECK_LETTERS = 6;
    private static final int LENGTH = PREFIX.length() + KEY_LETTERS + CHECK_LETTERS;

    /** BIP 350: with any other constant, letters could be added at the end unnoticed. */
    private static final int CHECK_CONSTANT = 0x2bc830a3;

    private static final int[] GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
    };

    private ObjectKeyText() {}

    /** The text of a key: 62 characters, lower case. */
    public static String format(Digest objectKey) {
        byte[] bytes = objectKey.bytes();
        int[] values = new int[KEY_LETTERS + CHECK_LETTERS];
        for (int index = 0; index < KEY_LETTERS; index++) {
            for (int bit = 5 * index; bit < 5 * index + 5; bit++) {
                values[index] = values[index] << 1 | bitAt(bytes, bit);
            }
        }
        int check = remainder(values) ^ CHECK_CONSTANT;
        for (int index = 0; index < CHECK_LETTERS; index++) {
            values[KEY_LETTERS + index] = check >>> (5 * (CHECK_LETTERS - 1 - index)) & 31;
        }
        StringBuilder text = new StringBuilder(LENGTH).append(PREFIX);
        for (int value : values) {
            text.append(ALPHABET.charAt(value));
        }
        return text.toString();
    }

    /** The key, when the text is exactly one; case counts. */
    public static Optional<Digest> parse(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int[] values = new int[KEY_LETTERS + CHECK_LETTERS];
        for (int index = 0; index < values.length; index++) {
            values[index] = ALPHABET.indexOf(text.charAt(PREFIX.length() + index));
            if (values[index] < 0) {
                return Optional.empty();
            }
        }
        // 52 letters are 260 bits: the last four stand for nothing and are zero.
        boolean canonical = (values[KEY_LETTERS - 1] & 15) == 0;
        return canonical && remainder(values) == CHECK_CONSTANT
                ? Optional.of(Digest.of(keyBytes(values)))
                : Optional.empty();
    }

    private static byte[] keyBytes(int[] values) {
        byte[] bytes = new byte[Digest.SIZE_BYTES];
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            int value = values[bit / 5] >>> (4 - bit % 5) & 1;
            bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return bytes;
    }

    private static int bitAt(byte[] bytes, int bit) {
        return bit < 8 * bytes.length ? bytes[bit / 8] >>> (7 - bit % 8) & 1 : 0;
    }

    private static int remainder(int[] values) {
        int check = 1;
        for (int index = 0; index < PREFIX.length(); index++) {
            check = step(check, PREFIX.charAt(index) & 31);
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

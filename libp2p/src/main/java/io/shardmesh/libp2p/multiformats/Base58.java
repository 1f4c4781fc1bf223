package io.shardmesh.libp2p.multiformats;

import java.util.Arrays;

/** Base58 with Bitcoin's alphabet; leading zero bytes are leading ones. */
final class Base58 {
    private static final String ALPHABET =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private Base58() {}

    static String encode(byte[] bytes) {
        // 138/100 is a little over log(256)/log(58), so the digits always fit.
        byte[] digits = new byte[bytes.length * 138 / 100 + 1];
        for (byte next : bytes) {
            multiplyAdd(digits, 58, 256, next & 0xff);
        }
        int zeros = leadingZeros(bytes);
        StringBuilder text = new StringBuilder("1".repeat(zeros));
        for (int index = leadingZeros(digits); index < digits.length; index++) {
            text.append(ALPHABET.charAt(digits[index]));
        }
        return text.toString();
    }

    /** Decoding is quadratic in the length, so callers state the longest text that makes sense. */
    static byte[] decode(String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new MalformedException("base58 text is longer than " + maxLength);
        }
        byte[] bytes = new byte[text.length()];
        int zeros = 0;
        for (int index = 0; index < text.length(); index++) {
            int digit = ALPHABET.indexOf(text.charAt(index));
            if (digit < 0) {
                throw new MalformedException("not a base58 letter at " + index);
            }
            zeros += digit == 0 && zeros == index ? 1 : 0;
            multiplyAdd(bytes, 256, 58, digit);
        }
        return Arrays.copyOfRange(bytes, leadingZeros(bytes) - zeros, bytes.length);
    }

    /** Makes {@code number · factor + addend} of a big-endian number in the given base. */
    private static void multiplyAdd(byte[] number, int base, int factor, int addend) {
        int carry = addend;
        for (int index = number.length - 1; index >= 0; index--) {
            carry += (number[index] & 0xff) * factor;
            number[index] = (byte) (carry % base);
            carry /= base;
        }
    }

    private static int leadingZeros(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }
}

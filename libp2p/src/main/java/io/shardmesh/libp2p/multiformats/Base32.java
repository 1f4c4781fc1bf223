package io.shardmesh.libp2p.multiformats;

/** Base32 of RFC 4648 in lower case without padding, multibase "b" without its prefix letter. */
public final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    /** The text of {@code bytes}; five bytes give eight letters. */
    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
        int buffered = 0;
        int bufferedBits = 0;
        for (byte next : bytes) {
            buffered = (buffered << 8 | (next & 0xff)) & 0xfff;
            bufferedBits += 8;
            while (bufferedBits >= 5) {
                bufferedBits -= 5;
                text.append(ALPHABET.charAt(buffered >> bufferedBits & 31));
            }
        }
        if (bufferedBits > 0) {
            text.append(ALPHABET.charAt(buffered << (5 - bufferedBits) & 31));
        }
        return text.toString();
    }

    /**
     * The bytes of {@code text}. One text only stands for given bytes: left-over bits must be zero.
     *
     * @throws MalformedException on other letters (upper case too), impossible lengths or set
     *     left-over bits
     */
    public static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int buffered = 0;
        int bufferedBits = 0;
        int written = 0;
        for (int index = 0; index < text.length(); index++) {
            int digit = ALPHABET.indexOf(text.charAt(index));
            if (digit < 0) {
                throw new MalformedException("not a base32 letter at " + index);
            }
            buffered = (buffered << 5 | digit) & 0xfff;
            bufferedBits += 5;
            if (bufferedBits >= 8) {
                bufferedBits -= 8;
                bytes[written++] = (byte) (buffered >> bufferedBits);
            }
        }
        if (bufferedBits >= 5 || (buffered & ((1 << bufferedBits) - 1)) != 0) {
            throw new MalformedException("base32 text has left-over bits");
        }
        return bytes;
    }
}

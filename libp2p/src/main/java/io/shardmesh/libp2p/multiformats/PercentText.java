package io.shardmesh.libp2p.multiformats;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Percent-encoding of paths inside an address text; only unreserved letters stay as they are. */
final class PercentText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentText() {}

    static String encode(byte[] value) {
        StringBuilder text = new StringBuilder();
        for (byte next : value) {
            if (isUnreserved(next)) {
                text.append((char) next);
            } else {
                text.append('%').append(HEX.toHexDigits(next));
            }
        }
        return text.toString();
    }

    static byte[] decode(String text) {
        ByteArrayOutputStream value = new ByteArrayOutputStream(text.length());
        for (int index = 0; index < text.length(); index++) {
            char letter = text.charAt(index);
            if (letter == '%') {
                value.write(hexPair(text, index + 1));
                index += 2;
            } else if (letter < 128 && isUnreserved((byte) letter)) {
                value.write(letter);
            } else {
                throw new MalformedException("path is not percent-encoded");
            }
        }
        return value.toByteArray();
    }

    private static int hexPair(String text, int index) {
        if (index + 2 > text.length()
                || !HexFormat.isHexDigit(text.charAt(index))
                || !HexFormat.isHexDigit(text.charAt(index + 1))) {
            throw new MalformedException("percent sign without two hex digits");
        }
        return HexFormat.fromHexDigits(text, index, index + 2);
    }

    private static boolean isUnreserved(byte letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || "-._~".indexOf(letter) >= 0;
    }
}

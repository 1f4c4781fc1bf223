package io.shardmesh.node.record;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks of the texts that stand in records. */
public final class RecordText {
    private RecordText() {}

    /**
     * Bytes of the text in UTF-8.
     *
     * @throws IllegalArgumentException when it cannot be UTF-8: half a surrogate pair
     */
    public static int utf8Bytes(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text has half a surrogate pair", e);
        }
    }

    /**
     * Checks a label that is shown on terminals: UTF-8 of at most that many bytes, no control or
     * format characters and no line ends.
     *
     * @return the label
     * @throws IllegalArgumentException naming what is wrong
     */
    public static String label(String what, String text, int maxBytes) {
        if (utf8Bytes(text) > maxBytes) {
            throw new IllegalArgumentException(what + " is longer than " + maxBytes + " bytes");
        }
        if (!text.codePoints().allMatch(RecordText::isVisible)) {
            throw new IllegalArgumentException(what + " has a control character");
        }
        return text;
    }

    static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(letter -> letter >= 0x20 && letter < 0x7f);
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}

package io.shardmesh.node.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.Digest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ObjectKeyTextTest {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String TEXT = ObjectKeyText.format(SampleRecords.header().objectKey());

    @Test
    void formatAndParse_asPublished_agree() {
        for (String line : GoldenFile.lines("object-key-text.txt")) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("bad")) {
                assertEquals(Optional.empty(), ObjectKeyText.parse(words[1]), words[1]);
            } else {
                Digest key = Digest.parse(words[0]);
                assertEquals(words[1], ObjectKeyText.format(key));
                assertEquals(Optional.of(key), ObjectKeyText.parse(words[1]));
            }
        }
    }

    @Test
    void parse_anyOneLetterChanged_isRefused() {
        for (int index = 4; index < TEXT.length(); index++) {
            for (int letter = 0; letter < ALPHABET.length(); letter++) {
                char other = ALPHABET.charAt(letter);
                if (TEXT.charAt(index) != other) {
                    String typo = TEXT.substring(0, index) + other + TEXT.substring(index + 1);
                    assertEquals(Optional.empty(), ObjectKeyText.parse(typo), typo);
                }
            }
        }
    }

    @Test
    void parse_anyTwoLettersSwapped_isRefused() {
        for (int first = 4; first < TEXT.length(); first++) {
            for (int second = first + 1; second < TEXT.length(); second++) {
                char[] letters = TEXT.toCharArray();
                letters[first] = TEXT.charAt(second);
                letters[second] = TEXT.charAt(first);
                String swapped = new String(letters);
                if (!swapped.equals(TEXT)) {
                    assertEquals(Optional.empty(), ObjectKeyText.parse(swapped), swapped);
                }
            }
        }
    }
}

package io.shardmesh.crypto.phrase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** The 2,048 English words of BIP-39 in its order, which is the alphabet's. */
final class WordList {
    /** A word stands for 11 bits. */
    static final int SIZE = 2048;

    private static final List<String> WORDS = read();

    private WordList() {}

    static String word(int index) {
        return WORDS.get(index);
    }

    /** The place of a word in lower case; negative when it is not on the list. */
    static int indexOf(String word) {
        return Collections.binarySearch(WORDS, word);
    }

    private static List<String> read() {
        try (InputStream in = WordList.class.getResourceAsStream("bip39-english.txt")) {
            if (in == null) {
                throw new IllegalStateException("the list of words is missing from the program");
            }
            List<String> words =
                    new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            if (words.size() != SIZE) {
                throw new IllegalStateException("the list has " + words.size() + " words");
            }
            return words;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

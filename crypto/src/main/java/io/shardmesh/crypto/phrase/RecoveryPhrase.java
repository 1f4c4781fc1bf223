package io.shardmesh.crypto.phrase;

import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import java.util.Arrays;

/**
 * 24 words that are a secret of 256 bits: its bits, then the first eight of its SHA-256, cut into
 * pieces of 11, each the place of a word (BIP-39, "Generating the mnemonic"). The last word is
 * mostly checksum, so of phrases with a wrong word one in 256 passes unnoticed.
 *
 * <p>Closing wipes the places of the words; the words themselves are those of the public list. Not
 * thread-safe.
 */
public final class RecoveryPhrase implements AutoCloseable {
    /** How many words there are. */
    public static final int WORD_COUNT = 24;

    /** Length of the secret. */
    public static final int SECRET_BYTES = 32;

    private static final int WORD_BITS = 11;

    /** The secret and its check byte: 24 words of 11 bits exactly. */
    private static final int CODED_BYTES = SECRET_BYTES + 1;

    private final int[] places;

    private RecoveryPhrase(int[] places) {
        this.places = places;
    }

    /**
     * The phrase of a secret, which stays the caller's.
     *
     * @throws IllegalArgumentException when that has not 32 bytes
     */
    public static RecoveryPhrase of(SecretBytes secret) {
        if (secret.size() != SECRET_BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.size() + " bytes");
        }
        byte[] coded = Arrays.copyOf(secret.expose(), CODED_BYTES);
        coded[SECRET_BYTES] = check(secret.expose());
        int[] places = new int[WORD_COUNT];
        for (int bit = 0; bit < WORD_COUNT * WORD_BITS; bit++) {
            int value = coded[bit / 8] >>> (7 - bit % 8) & 1;
            places[bit / WORD_BITS] = places[bit / WORD_BITS] << 1 | value;
        }
        Arrays.fill(coded, (byte) 0);
        return new RecoveryPhrase(places);
    }

    /**
     * Reads words with white space between them, in any case. The text stays the caller's to wipe;
     * single words of it become strings, in no order that is kept.
     */
    public static PhraseOutcome parse(char[] text) {
        int count = 0;
        int unknown = 0;
        int[] places = new int[WORD_COUNT];
        for (int end, at = nextWord(text, 0); at < text.length; at = nextWord(text, end)) {
            end = endOfWord(text, at);
            int place = place(text, at, end);
            if (place < 0 && unknown == 0) {
                unknown = count + 1;
            }
            if (count < WORD_COUNT) {
                places[count] = place;
            }
            count++;
        }
        if (count != WORD_COUNT) {
            return new PhraseOutcome.WrongCount(count);
        }
        if (unknown != 0) {
            return new PhraseOutcome.UnknownWord(unknown);
        }
        return checked(new RecoveryPhrase(places));
    }

    private static PhraseOutcome checked(RecoveryPhrase phrase) {
        byte[] coded = phrase.coded();
        byte[] secret = Arrays.copyOf(coded, SECRET_BYTES);
        boolean good = coded[SECRET_BYTES] == check(secret);
        Arrays.fill(coded, (byte) 0);
        Arrays.fill(secret, (byte) 0);
        if (!good) {
            phrase.close();
            return new PhraseOutcome.WrongChecksum();
        }
        return new PhraseOutcome.Read(phrase);
    }

    /** The word at a place, from 0. */
    public String word(int position) {
        return WordList.word(places[position]);
    }

    /** The secret that it stands for, the caller's to close. */
    public SecretBytes secret() {
        byte[] coded = coded();
        byte[] secret = Arrays.copyOf(coded, SECRET_BYTES);
        Arrays.fill(coded, (byte) 0);
        return SecretBytes.takeOver(secret);
    }

    private byte[] coded() {
        byte[] coded = new byte[CODED_BYTES];
        for (int bit = 0; bit < WORD_COUNT * WORD_BITS; bit++) {
            int value = places[bit / WORD_BITS] >>> (WORD_BITS - 1 - bit % WORD_BITS) & 1;
            coded[bit / 8] |= (byte) (value << (7 - bit % 8));
        }
        return coded;
    }

    private static byte check(byte[] secret) {
        return Sha256.hash(secret).bytes()[0];
    }

    private static int nextWord(char[] text, int from) {
        int at = from;
        while (at < text.length && Character.isWhitespace(text[at])) {
            at++;
        }
        return at;
    }

    private static int endOfWord(char[] text, int from) {
        int at = from;
        while (at < text.length && !Character.isWhitespace(text[at])) {
            at++;
        }
        return at;
    }

    private static int place(char[] text, int from, int to) {
        StringBuilder word = new StringBuilder();
        for (int at = from; at < to; at++) {
            char letter = text[at];
            word.append(letter >= 'A' && letter <= 'Z' ? (char) (letter + 'a' - 'A') : letter);
        }
        return WordList.indexOf(word.toString());
    }

    @Override
    public void close() {
        Arrays.fill(places, 0);
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "RecoveryPhrase";
    }
}

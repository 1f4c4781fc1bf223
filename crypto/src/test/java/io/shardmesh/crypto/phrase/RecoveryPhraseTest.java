package io.shardmesh.crypto.phrase;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.Digest;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.Sha256;
import io.shardmesh.crypto.VectorCase;
import io.shardmesh.crypto.VectorFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecoveryPhraseTest {
    /** As the BIP's authors publish it; each wallet that has the list has this very file. */
    private static final Digest LIST =
            Digest.parse("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");

    private static RecoveryPhrase read(String text) {
        return assertInstanceOf(PhraseOutcome.Read.class, RecoveryPhrase.parse(text.toCharArray()))
                .phrase();
    }

    private static String text(RecoveryPhrase phrase) {
        return IntStream.range(0, RecoveryPhrase.WORD_COUNT)
                .mapToObj(phrase::word)
                .collect(Collectors.joining(" "));
    }

    @Test
    void list_isTheOneOfTheBip() throws IOException {
        try (InputStream in = RecoveryPhrase.class.getResourceAsStream("bip39-english.txt")) {
            assertEquals(LIST, Sha256.hash(Objects.requireNonNull(in).readAllBytes()));
        }
    }

    @Test
    void published_secretsAndPhrases_standForEachOther() {
        for (VectorCase one : VectorFile.cases("bip39.txt", "result", "read")) {
            try (SecretBytes secret = one.secret("entropy");
                    RecoveryPhrase made = RecoveryPhrase.of(secret);
                    RecoveryPhrase read = read(one.text("phrase"));
                    SecretBytes back = read.secret()) {
                assertEquals(one.text("phrase"), text(made), one::toString);
                assertArrayEquals(one.bytes("entropy"), back.expose(), one::toString);
            }
        }
    }

    @Test
    void wrong_phrases_areSaidToBeWrong() {
        for (VectorCase one : VectorFile.cases("bip39.txt", "result", "refused")) {
            String why =
                    switch (RecoveryPhrase.parse(one.text("phrase").toCharArray())) {
                        case PhraseOutcome.Read read -> "read";
                        case PhraseOutcome.WrongCount count -> "count";
                        case PhraseOutcome.UnknownWord word -> "word";
                        case PhraseOutcome.WrongChecksum checksum -> "checksum";
                    };
            assertEquals(one.text("why"), why, one::toString);
        }
    }

    @Test
    void case_andWhiteSpace_doNotMatter_andPlacesAreCountedFromOne() {
        String phrase = VectorFile.cases("bip39.txt", "result", "read").get(1).text("phrase");
        String loose = "\n  " + phrase.toUpperCase(Locale.ROOT).replace(" ", " \r\n\t") + "\n";
        assertEquals(phrase, text(read(loose)));
        assertEquals(
                new PhraseOutcome.UnknownWord(2),
                RecoveryPhrase.parse(phrase.replaceFirst("winner", "winer").toCharArray()));
        assertEquals(
                new PhraseOutcome.WrongCount(25),
                RecoveryPhrase.parse((phrase + " nonsense").toCharArray()));
    }

    @Test
    void closed_phrase_isAnother_andNoneTellsItsWords() {
        RecoveryPhrase phrase =
                read(VectorFile.cases("bip39.txt", "result", "read").get(1).text("phrase"));
        assertFalse(phrase.toString().contains("legal"));
        phrase.close();
        assertEquals("abandon", phrase.word(0));
        try (SecretBytes shorter = SecretBytes.takeOver(new byte[16])) {
            assertThrows(IllegalArgumentException.class, () -> RecoveryPhrase.of(shorter));
        }
    }
}

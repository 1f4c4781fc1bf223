package io.shardmesh.cli.command;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.phrase.RecoveryPhrase;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks some words of a phrase back, so that somebody has surely written it down. */
final class PhraseQuiz {
    /** Who has written down 20 of 24 right answers all of them every other time. */
    static final int QUESTION_COUNT = 4;

    private final RecoveryPhrase phrase;
    private final RandomSource random;

    PhraseQuiz(RecoveryPhrase phrase, RandomSource random) {
        this.phrase = phrase;
        this.random = random;
    }

    /**
     * Asks for words at random places, in the order of the phrase, until one answer is wrong.
     *
     * @param ask shows a prompt and gives what was typed; null at the end of input
     * @return the number of the word that was answered wrongly, from 1; empty when none was
     */
    OptionalInt firstWrong(Function<String, char @Nullable []> ask) {
        for (int position : positions()) {
            char[] typed = ask.apply("Word " + (position + 1) + ": ");
            boolean right =
                    typed != null
                            && new String(typed).strip().equalsIgnoreCase(phrase.word(position));
            if (typed != null) {
                Arrays.fill(typed, '\0');
            }
            if (!right) {
                return OptionalInt.of(position + 1);
            }
        }
        return OptionalInt.empty();
    }

    /** Of 256 values the highest are left out, so that every place is as likely. */
    private Set<Integer> positions() {
        int fair = 256 - 256 % RecoveryPhrase.WORD_COUNT;
        Set<Integer> positions = new TreeSet<>();
        while (positions.size() < QUESTION_COUNT) {
            int drawn = random.bytes(1)[0] & 0xff;
            if (drawn < fair) {
                positions.add(drawn % RecoveryPhrase.WORD_COUNT);
            }
        }
        return positions;
    }
}

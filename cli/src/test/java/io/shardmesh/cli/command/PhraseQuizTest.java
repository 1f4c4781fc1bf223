package io.shardmesh.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.crypto.SecretBytes;
import io.shardmesh.crypto.phrase.RecoveryPhrase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PhraseQuizTest {
    private final RandomSource random = new Random(5)::nextBytes;
    private final RecoveryPhrase phrase =
            RecoveryPhrase.of(SecretBytes.random(RecoveryPhrase.SECRET_BYTES, random));
    private final List<Integer> asked = new ArrayList<>();

    private String word(String prompt) {
        int number = Integer.parseInt(prompt.replaceAll("\\D", ""));
        asked.add(number);
        return phrase.word(number - 1);
    }

    @Test
    void rightWords_confirm_andOtherPlacesAreAskedEachTime() {
        PhraseQuiz quiz = new PhraseQuiz(phrase, random);
        assertEquals(
                OptionalInt.empty(),
                quiz.firstWrong(prompt -> (" " + word(prompt) + " ").toCharArray()));
        List<Integer> first = List.copyOf(asked);
        assertEquals(PhraseQuiz.QUESTION_COUNT, first.stream().distinct().count());
        assertEquals(first.stream().sorted().toList(), first);
        asked.clear();
        assertEquals(OptionalInt.empty(), quiz.firstWrong(prompt -> word(prompt).toCharArray()));
        assertEquals(false, first.equals(asked));
    }

    @Test
    void oneWrongWord_endsIt_andIsNamed() {
        OptionalInt wrong =
                new PhraseQuiz(phrase, random)
                        .firstWrong(prompt ->
                                (asked.size() < 2 ? word(prompt) : word(prompt) + "x")
                                        .toCharArray());
        assertEquals(OptionalInt.of(asked.getLast()), wrong);
        assertEquals(3, asked.size());
        assertEquals(1, new PhraseQuiz(phrase, random).firstWrong(prompt -> null).stream().count());
    }
}

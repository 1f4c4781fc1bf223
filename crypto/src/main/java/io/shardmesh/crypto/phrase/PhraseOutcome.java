package io.shardmesh.crypto.phrase;

/** What came of reading a phrase. What is wrong is said by place and number, never by the words. */
public sealed interface PhraseOutcome {
    /** It is one; whoever asked closes it. */
    record Read(RecoveryPhrase phrase) implements PhraseOutcome {}

    /** There are more or fewer words than 24. */
    record WrongCount(int count) implements PhraseOutcome {}

    /**
     * A word is not on the list.
     *
     * @param position of the first such word, from 1
     */
    record UnknownWord(int position) implements PhraseOutcome {}

    /** All words are on the list, but not together: one is another, or two have changed places. */
    record WrongChecksum() implements PhraseOutcome {}
}

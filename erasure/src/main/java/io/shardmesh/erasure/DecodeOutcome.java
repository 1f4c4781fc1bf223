package io.shardmesh.erasure;

/** What became of an attempt to rebuild missing blocks. */
public sealed interface DecodeOutcome {

    /** Every wanted block was written. */
    record Rebuilt() implements DecodeOutcome {}

    /**
     * Nothing was written.
     *
     * @param have blocks of the stripe that were given
     * @param need blocks that the scheme needs
     */
    record TooFewBlocks(int have, int need) implements DecodeOutcome {}
}

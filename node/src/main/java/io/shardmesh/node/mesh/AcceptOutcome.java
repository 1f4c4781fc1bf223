package io.shardmesh.node.mesh;

/** What came of a membership list that somebody sent. */
public sealed interface AcceptOutcome {
    /**
     * It is the newer one and counts from now on. All open connections have to be checked again.
     *
     * @param membership the state with the new list
     * @param clash true when the old list had the same sequence; worth a line in the log
     */
    record Replaced(Membership membership, boolean clash) implements AcceptOutcome {}

    /** It is the list that we have, to the byte. */
    record Known() implements AcceptOutcome {}

    /** Ours is newer; the sender should get it. */
    record Older() implements AcceptOutcome {}

    /** It has our sequence and other bytes, and ours wins; worth a line in the log. */
    record ClashKept() implements AcceptOutcome {}

    /** It is another mesh's, or its signature is wrong. */
    record Refused() implements AcceptOutcome {}
}

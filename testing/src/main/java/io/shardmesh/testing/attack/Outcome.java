package io.shardmesh.testing.attack;

/** What the node does with a peer that broke a rule. */
enum Outcome {
    /** The TCP connection ends. */
    CLOSED("closed"),
    /** The TCP connection ends after ten seconds, however the bytes came. */
    TIMED_OUT("closed after 10 s"),
    /** Yamux go away, code 1 (protocol error), and the connection ends. */
    GO_AWAY("go away 1, closed"),
    /** Yamux reset of the stream; the connection lives on. */
    RESET("stream reset"),
    /** The same, but after ten seconds. */
    RESET_IN_TIME("stream reset after 10 s"),
    /** "na": the protocol is refused, another may be proposed. */
    REFUSED("refused (\"na\")"),
    /** Nothing: the rules want it to be let pass. */
    LET_PASS("let pass");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}

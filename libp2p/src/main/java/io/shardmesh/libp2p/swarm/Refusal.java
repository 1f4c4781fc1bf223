package io.shardmesh.libp2p.swarm;

/** Why a connection was not taken, or was ended for what the other side did. */
public enum Refusal {
    /** New connections from its address come too fast. */
    TOO_FAST("connections come too fast from one address"),
    /** Too many handshakes are under way, in all or from its address. */
    TOO_MANY_PENDING("too many handshakes are under way"),
    /** Its address has as many connections as it may have. */
    TOO_MANY_FROM_ADDRESS("too many connections from one address"),
    /** There are as many connections as there may be. */
    TOO_MANY("too many connections in all"),
    /** The peer has as many connections as it may have. */
    TOO_MANY_OF_PEER("too many connections of one peer"),
    /** The handshake broke a rule or was broken off. */
    HANDSHAKE_FAILED("the handshake failed"),
    /** The handshake took too long. */
    HANDSHAKE_TIMED_OUT("the handshake took too long"),
    /** It gave way to a peer that is worth more, or to one from an address with less. */
    GAVE_WAY("room was needed for another peer"),
    /** What came over the established connection broke a rule. */
    VIOLATION("what came broke the protocol");

    private final String text;

    Refusal(String text) {
        this.text = text;
    }

    /** The reason in words, for a log. */
    public String text() {
        return text;
    }
}

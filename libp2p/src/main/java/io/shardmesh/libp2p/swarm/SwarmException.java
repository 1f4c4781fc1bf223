package io.shardmesh.libp2p.swarm;

/** Why a future of the swarm failed. Carries no stack trace: it describes the network, not code. */
public final class SwarmException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that decide what to do next. */
    public enum Kind {
        /** No address is known that this transport could dial. */
        NO_ADDRESS,
        /** Every address failed, or all of them failed so recently that they are left alone. */
        DIAL_FAILED,
        /** It took longer than the configuration allows. */
        TIMEOUT,
        /** Somebody else answered at the address. */
        WRONG_PEER,
        /** The peer speaks none of the proposed protocols. */
        PROTOCOL_REFUSED,
        /** The connection or the swarm closed meanwhile. */
        CLOSED,
        /** A limit of the configuration is reached. */
        LIMIT
    }

    private final Kind kind;

    public SwarmException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}

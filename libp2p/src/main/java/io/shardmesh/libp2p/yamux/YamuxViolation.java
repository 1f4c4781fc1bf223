package io.shardmesh.libp2p.yamux;

/** The other side broke the protocol; ends the connection, never leaves this package. */
final class YamuxViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    YamuxViolation(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    String why() {
        return why;
    }
}

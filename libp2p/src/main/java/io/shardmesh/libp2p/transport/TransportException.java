package io.shardmesh.libp2p.transport;

/** A dial or a listen that the network refused; the message says what, in one line. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }

    public TransportException(String message) {
        super(message);
    }
}

package io.shardmesh.libp2p.transport;

import org.jspecify.annotations.Nullable;

/** A dial or a listen that the network refused; the message says what, in one line. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public TransportException(String message) {
        this(message, null);
    }
}

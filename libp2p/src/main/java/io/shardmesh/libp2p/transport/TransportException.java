package io.shardmesh.libp2p.transport;

/** A dial or a listen that the network refused; the message says what, in one line. */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** What the system said to an operation on an address. */
    public TransportException(String operation, Throwable cause) {
        super(operation + ": " + cause.getMessage(), cause);
        this.reason = String.valueOf(cause.getMessage());
    }

    /** What was refused without asking the system. */
    public TransportException(String message) {
        super(message);
        this.reason = message;
    }

    /** Why, without the operation and its address. */
    public String reason() {
        return reason;
    }

    /** Whether somebody else listens there; the system tells this in words only. */
    public boolean isAddressInUse() {
        return reason.contains("in use");
    }
}

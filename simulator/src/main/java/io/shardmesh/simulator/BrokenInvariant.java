package io.shardmesh.simulator;

/** What must never happen has happened; the message says what, for which object. */
public final class BrokenInvariant extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenInvariant(String message) {
        super(message);
    }
}

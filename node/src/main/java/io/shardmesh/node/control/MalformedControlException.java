package io.shardmesh.node.control;

/** Bytes from the other end of a control socket that are no message, or lack something. */
final class MalformedControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedControlException(String message) {
        super(message);
    }
}

package io.shardmesh.node.network;

/** Bytes of a peer that are no message of ours. */
final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String why) {
        super(why, null, false, false);
    }
}

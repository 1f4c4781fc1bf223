package io.shardmesh.libp2p.transport;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What a connection tells its user. Called on the strand, never inside a call of the user. */
public interface ConnectionHandler {

    /**
     * Bytes came. The buffer is the network's again when this returns: the handler copies what it
     * keeps. It may lie outside of the heap.
     */
    void received(ByteBuffer bytes);

    /** The queue of unsent bytes has become short after it was long; writing may go on. */
    void drained();

    /**
     * The end, told exactly once, whoever caused it.
     *
     * @param why what broke; empty after an orderly end by either side
     */
    void closed(Optional<String> why);
}

package io.shardmesh.libp2p.swarm;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a stream tells its user. Called on the strand. {@code opened} comes first, {@code closed}
 * last and exactly once; a stream that never opened tells nothing, the future of {@link Swarm#open}
 * does. A handler that throws loses its stream by a reset, nothing else.
 */
public interface StreamHandler {

    /** The protocol is agreed; writing may begin. */
    void opened(Stream stream);

    /** Bytes came; the buffer is handed over. Tell {@link Stream#consumed} when done with them. */
    void received(Stream stream, ByteBuffer bytes);

    /** Unsent bytes fell to zero after a write. */
    void drained(Stream stream);

    /** The other side sends no more. */
    void remoteClosed(Stream stream);

    /**
     * The stream is gone.
     *
     * @param why what broke; empty when both directions ended in order
     */
    void closed(Stream stream, Optional<String> why);
}

package io.shardmesh.libp2p.transport;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import java.nio.ByteBuffer;

/**
 * An ordered, reliable stream of bytes in both directions, plain as the network gives it.
 *
 * <p>Nothing is delivered before {@link #handler} was called: bytes that come earlier are held back
 * in the network. After {@link #close} there is no more {@code received} or {@code drained}, only
 * the one {@code closed}.
 */
public interface Connection {

    /** Where the other end is, as seen from here. */
    Multiaddr remoteAddress();

    /** Our own end's address. */
    Multiaddr localAddress();

    /** Sets or replaces the handler; delivery begins with the first one. */
    void handler(ConnectionHandler handler);

    /**
     * Queues a copy of the remaining bytes; the buffer stays the caller's, its position may move.
     * There is no bound here; the caller watches {@link #unsentBytes} and waits for {@code
     * drained}. After the end it does nothing.
     */
    void write(ByteBuffer bytes);

    /** Bytes queued here that the network has not taken yet. */
    long unsentBytes();

    /** Asks for no more bytes; what is already on its way to the handler may still come. */
    void pauseReading();

    /** Takes bytes again. */
    void resumeReading();

    /**
     * Ends it; bytes queued before are sent first as far as the other end takes them. Repeatable.
     */
    void close();
}

package io.shardmesh.libp2p.swarm;

import java.nio.ByteBuffer;

/** One stream of a connection, after its protocol was agreed. Use on the strand only. */
public interface Stream {

    /** The connection that carries it. */
    PeerConnection connection();

    /** The protocol that both sides agreed on. */
    String protocol();

    /**
     * Queues the remaining bytes; the buffer is handed over. Nothing bounds the queue but the
     * caller, who watches {@link #unsentBytes} and goes on at {@code drained}. Does nothing once
     * the stream is closed.
     *
     * @throws IllegalStateException after {@link #closeWrite}
     */
    void write(ByteBuffer bytes);

    /** Bytes queued here that the multiplexer has not taken yet. */
    long unsentBytes();

    /**
     * Says that so many received bytes are done with, so that the other side may send as many more.
     * Bytes for which this is never said hold the sender back: that is the back-pressure.
     *
     * @throws IllegalArgumentException when more is given back than came
     */
    void consumed(int bytes);

    /** Ends our direction after what is queued; the other direction lives on. Repeatable. */
    void closeWrite();

    /** Drops the stream at once in both directions. Repeatable. */
    void reset();
}

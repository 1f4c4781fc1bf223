package io.shardmesh.libp2p.yamux;

import java.nio.ByteBuffer;

/**
 * What the other side did, told while {@link Yamux#receive} and {@link Yamux#drainOutput} run.
 *
 * <p>Calls back into the same {@link Yamux} are allowed, except {@code receive} and {@code
 * drainOutput}. After {@link #reset} and {@link #failed} no more comes for that stream or at all.
 */
public interface YamuxListener {
    /** The other side opened a stream; it is acknowledged unless reset at once. */
    void opened(int stream);

    /**
     * Data arrived. The buffer is handed over: it shares memory with what {@code receive} was given
     * and stays valid. Tell {@link Yamux#consumed} when it was used up.
     */
    void data(int stream, ByteBuffer data);

    /** The other side will send no more; we may still write. */
    void remoteClosed(int stream);

    /** The stream is gone: the other side reset it, or it broke a rule and we did. */
    void reset(int stream);

    /** A {@link Yamux#write} that took less than was offered may go on now. */
    void writable(int stream);

    /** The answer to our ping. */
    void pong(int value);

    /** The other side takes no new streams: 0 normal end, 1 protocol error, 2 internal error. */
    void goAway(int code);

    /** The other side broke the protocol: send what is left of the output and end. */
    void failed(String why);
}

package io.shardmesh.libp2p.multiformats;

/**
 * Bytes or text from outside do not follow their format.
 *
 * <p>The only exception that decoders of foreign input in the libp2p and DHT modules throw. The
 * message says what was wrong, never who sent it; the caller knows that.
 */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates one; {@code why} is a short clause such as "varint is longer than 9 bytes". */
    public MalformedException(String why) {
        super(why);
    }

    /** Creates one that keeps what a library said about the same bytes. */
    public MalformedException(String why, Throwable cause) {
        super(why, cause);
    }
}

package io.shardmesh.dht.limits;

/**
 * What one message may contain; a message with more is refused as a whole, before anything is made
 * of it. Far above what honest peers send, so that these bound memory and not usefulness: of what
 * they let through, {@link ReplyLimits} says what is taken.
 */
public final class WireLimits {
    /** Peers in one list; three times k. */
    public static final int PEERS = 64;

    /** Addresses of one peer; a peer on many networks over many transports has some 30. */
    public static final int ADDRESSES = 64;

    /** Bytes of a record's value; the largest in use (an IPNS record) has up to 10 KiB. */
    public static final int RECORD_VALUE_BYTES = 10 * 1024;

    /** Bytes of a record's time, which is a text of some 30 characters. */
    public static final int RECORD_TIME_BYTES = 64;

    private WireLimits() {}
}

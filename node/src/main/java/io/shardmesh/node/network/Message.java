package io.shardmesh.node.network;

import java.nio.ByteBuffer;

/**
 * One message on a stream of ours: a head that says what it is, and raw bytes behind it.
 *
 * @param head an encoded protocol buffer; at most {@link #MAX_HEAD_BYTES}
 * @param body the bytes of a block or a list, from position to limit; handed over, so neither side
 *     writes to it any more; at most {@link #MAX_BODY_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record Message(byte[] head, ByteBuffer body) {
    /** Room for a manifest (64 KiB), 64 wrapped keys and a lease, which travel in one head. */
    public static final int MAX_HEAD_BYTES = 128 * 1024;

    /** Room for a block of 1 MiB with its path, or for a membership list. */
    public static final int MAX_BODY_BYTES = (1 << 20) + 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    public Message {
        if (head.length > MAX_HEAD_BYTES || body.remaining() > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "message of " + head.length + " + " + body.remaining() + " bytes is too large");
        }
    }

    /** A message without a body. */
    public static Message of(byte[] head) {
        return new Message(head, NOTHING.duplicate());
    }
}

package io.shardmesh.node.network;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Messages on the byte stream: {@code uvarint head length ‖ uvarint body length ‖ head ‖ body}.
 * Lengths are checked before anything is allocated. Not thread-safe: one per stream direction.
 */
final class MessageFraming {
    private static final int MAX_LENGTH_BYTES = 4;
    private static final int STRANGERS_FIRST_BYTES = 1024;

    private final byte[] lengths = new byte[2 * MAX_LENGTH_BYTES];
    private int lengthCount;
    private int headLength = -1;
    private int bodyLength = -1;
    private int varintStart;
    private final int firstBytes;
    private ByteBuffer head = ByteBuffer.allocate(0);
    private ByteBuffer body = ByteBuffer.allocate(0);

    private MessageFraming(int firstBytes) {
        this.firstBytes = firstBytes;
    }

    /** For a peer that is trusted with memory: a stated length is allocated at once. */
    static MessageFraming ofMember() {
        return new MessageFraming(Message.MAX_BODY_BYTES);
    }

    /** For any peer: memory grows with what has really come. */
    static MessageFraming ofStranger() {
        return new MessageFraming(STRANGERS_FIRST_BYTES);
    }

    /** The lengths of {@code message}, to be written before its head and body. */
    static ByteBuffer prefix(Message message) {
        ByteBuffer prefix = ByteBuffer.allocate(2 * MAX_LENGTH_BYTES);
        writeLength(message.head().length, prefix);
        writeLength(message.body().remaining(), prefix);
        return prefix.flip();
    }

    private static void writeLength(int length, ByteBuffer out) {
        int rest = length;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** Whether a message has begun and not ended. */
    boolean midMessage() {
        return lengthCount > 0;
    }

    /**
     * Takes from {@code in} what the current message still needs.
     *
     * @return the message once it is whole; empty when all of {@code in} was taken before
     * @throws MalformedMessageException when a length is over its limit or not in shortest form
     */
    Optional<Message> read(ByteBuffer in) {
        while (bodyLength < 0) {
            if (!in.hasRemaining()) {
                return Optional.empty();
            }
            readLengthByte(in.get());
        }
        head = fill(head, headLength, in);
        body = fill(body, bodyLength, in);
        if (head.position() < headLength || body.position() < bodyLength) {
            return Optional.empty();
        }
        Message message = new Message(head.array(), body.flip());
        lengthCount = 0;
        varintStart = 0;
        headLength = -1;
        bodyLength = -1;
        return Optional.of(message);
    }

    private void readLengthByte(byte next) {
        lengths[lengthCount++] = next;
        int size = lengthCount - varintStart;
        if (next < 0) {
            if (size == MAX_LENGTH_BYTES) {
                throw new MalformedMessageException("length of more than 28 bits");
            }
            return;
        }
        if (next == 0 && size > 1) {
            throw new MalformedMessageException("length not in shortest form");
        }
        int length = 0;
        for (int i = lengthCount - 1; i >= varintStart; i--) {
            length = (length << 7) | (lengths[i] & 0x7f);
        }
        varintStart = lengthCount;
        if (headLength < 0) {
            headLength = bounded("head", length, Message.MAX_HEAD_BYTES);
        } else {
            bodyLength = bounded("body", length, Message.MAX_BODY_BYTES);
            head = ByteBuffer.allocate(Math.min(headLength, firstBytes));
            body = ByteBuffer.allocate(Math.min(bodyLength, firstBytes));
        }
    }

    private static int bounded(String what, int length, int limit) {
        if (length > limit) {
            throw new MalformedMessageException(what + " of " + length + " bytes is over " + limit);
        }
        return length;
    }

    private static ByteBuffer fill(ByteBuffer begun, int length, ByteBuffer in) {
        int count = Math.min(length - begun.position(), in.remaining());
        ByteBuffer target = begun;
        if (count > begun.remaining()) {
            int wanted = Math.max(begun.position() + count, 2 * begun.capacity());
            target = ByteBuffer.allocate(Math.min(length, wanted)).put(begun.flip());
        }
        target.put(target.position(), in, in.position(), count);
        target.position(target.position() + count);
        in.position(in.position() + count);
        return target;
    }
}

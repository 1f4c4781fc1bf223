package io.shardmesh.node.control;

import java.nio.ByteBuffer;

/**
 * One message: what it is, and bytes that are better not put into JSON.
 *
 * @param head says what the body is
 * @param body position to limit; owned by the receiver, or by the channel until it is written
 */
record Frame(Fields head, ByteBuffer body) {
    /** Longest JSON: a full page of a catalog whose names are all as long as they may be. */
    static final int MAX_HEAD_BYTES = 8 * 1024 * 1024;

    /** Longest body: half a megabyte keeps memory small and the calls few. */
    static final int MAX_BODY_BYTES = 512 * 1024;

    static Frame of(Fields head) {
        return new Frame(head, ByteBuffer.allocate(0));
    }

    static Frame of(Fields head, byte[] body) {
        return new Frame(head, ByteBuffer.wrap(body));
    }

    String type() {
        return head.type();
    }

    byte[] bodyBytes() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }
}

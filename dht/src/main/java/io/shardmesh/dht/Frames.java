package io.shardmesh.dht;

import io.shardmesh.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;

/** Puts the length in front of a message, as it travels on a stream. */
final class Frames {
    private Frames() {}

    /**
     * A new buffer with the length of {@code message} and its bytes; {@code message} is unchanged.
     */
    static ByteBuffer frame(ByteBuffer message) {
        int length = message.remaining();
        ByteBuffer frame = ByteBuffer.allocate(Varint.size(length) + length);
        Varint.write(length, frame);
        return frame.put(message.duplicate()).flip();
    }
}

package io.shardmesh.dht;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Cuts the bytes of one DHT stream into messages. The owner keeps one per stream and direction.
 *
 * <p>Holds at most one message of {@link DhtConfig#MAX_MESSAGE_BYTES}; nothing is allocated for a
 * length above that, and memory grows with what has really arrived. Not thread-safe.
 */
public final class FrameReader {
    private static final int FIRST_BYTES = 1024; // most messages; a stated length proves nothing

    private ByteBuffer prefix = ByteBuffer.allocate(Varint.MAX_BYTES);
    private ByteBuffer body = ByteBuffer.allocate(0);
    private int missingBytes = -1; // of the current message; negative while its length is unknown

    private FrameReader() {}

    /** A reader at the beginning of a stream. */
    public static FrameReader create() {
        return new FrameReader();
    }

    /**
     * Takes bytes from {@code in} up to the end of one message; call again while it has remaining
     * bytes.
     *
     * @return the message without its length, when it is whole
     * @throws MalformedException when the length is malformed or over the limit; then the stream
     *     must be reset
     */
    public Optional<ByteBuffer> read(ByteBuffer in) {
        while (missingBytes < 0 && in.hasRemaining()) {
            readLength(in.get());
        }
        if (missingBytes < 0) {
            return Optional.empty();
        }
        int count = Math.min(missingBytes, in.remaining());
        grow(count);
        body.put(in.slice(in.position(), count));
        in.position(in.position() + count);
        missingBytes -= count;
        return missingBytes == 0 ? Optional.of(finish()) : Optional.empty();
    }

    /** Whether the stream stands inside a message: its end now means a message cut short. */
    public boolean isInsideMessage() {
        return missingBytes >= 0 || prefix.position() > 0;
    }

    private void readLength(byte next) {
        prefix.put(next);
        OptionalLong length = Varint.tryRead(prefix.duplicate().flip());
        if (length.isEmpty()) {
            return;
        }
        if (length.getAsLong() > DhtConfig.MAX_MESSAGE_BYTES) {
            throw new MalformedException("DHT message of " + length.getAsLong() + " bytes");
        }
        missingBytes = (int) length.getAsLong();
        body = ByteBuffer.allocate(Math.min(missingBytes, FIRST_BYTES));
    }

    private void grow(int count) {
        if (body.remaining() >= count) {
            return;
        }
        int wanted = Math.max(body.position() + count, 2 * body.capacity());
        int bytes = Math.min(wanted, body.position() + missingBytes);
        body = ByteBuffer.allocate(bytes).put(body.flip());
    }

    private ByteBuffer finish() {
        ByteBuffer message = body.flip();
        prefix = ByteBuffer.allocate(Varint.MAX_BYTES);
        body = ByteBuffer.allocate(0);
        missingBytes = -1;
        return message;
    }
}

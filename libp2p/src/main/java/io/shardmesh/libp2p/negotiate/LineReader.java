package io.shardmesh.libp2p.negotiate;

import io.shardmesh.libp2p.multiformats.MalformedException;
import io.shardmesh.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts messages together from pieces of any size. Never takes a byte behind a message's end, and
 * holds at most one message.
 */
final class LineReader {
    private static final int MAX_PREFIX_BYTES = 2;

    private final ByteBuffer prefix = ByteBuffer.allocate(MAX_PREFIX_BYTES);
    private ByteBuffer text = ByteBuffer.allocate(0);
    private boolean lengthKnown;

    /**
     * The next message without its newline, or empty when {@code in} is used up before its end.
     *
     * @throws MalformedException when the length is over the limit or the newline is missing
     */
    Optional<String> read(ByteBuffer in) {
        while (!lengthKnown && in.hasRemaining()) {
            readPrefix(in.get());
        }
        while (lengthKnown && text.hasRemaining() && in.hasRemaining()) {
            text.put(in.get());
        }
        if (!lengthKnown || text.hasRemaining()) {
            return Optional.empty();
        }
        lengthKnown = false;
        int newline = text.position() - 1;
        if (text.get(newline) != '\n') {
            throw new MalformedException("message does not end in a newline");
        }
        return Optional.of(new String(text.array(), 0, newline, StandardCharsets.UTF_8));
    }

    private void readPrefix(byte next) {
        prefix.put(next);
        OptionalLong length = Varint.tryRead(prefix.duplicate().flip());
        boolean tooLong = length.isEmpty() && !prefix.hasRemaining();
        if (tooLong || length.orElse(1) > Negotiation.MAX_MESSAGE_BYTES || length.orElse(1) == 0) {
            throw new MalformedException("message length is not 1 to 1024");
        }
        if (length.isPresent()) {
            prefix.clear();
            text = ByteBuffer.allocate((int) length.getAsLong());
            lengthKnown = true;
        }
    }
}

package io.shardmesh.libp2p.negotiate;

import io.shardmesh.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One message: length, text, newline; the length counts the newline. */
final class Line {
    private Line() {}

    static byte[] encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = utf8.length + 1;
        if (length > Negotiation.MAX_MESSAGE_BYTES || text.isEmpty() || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("not a protocol id: " + text);
        }
        ByteBuffer out = ByteBuffer.allocate(Varint.size(length) + length);
        Varint.write(length, out);
        return out.put(utf8).put((byte) '\n').array();
    }
}

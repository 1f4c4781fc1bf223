package io.shardmesh.node.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class MessageFramingProperties {

    @Property(tries = 200)
    void read_inPiecesOfAnySize_givesTheMessages(
            @ForAll @Size(max = 5) List<@IntRange(max = 5000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 3000) int piece,
            @ForAll boolean stranger) {
        ByteBuffer wire = ByteBuffer.allocate(60_000);
        for (int size : sizes) {
            Message message = new Message(bytes(size, 1), ByteBuffer.wrap(bytes(2 * size, 2)));
            wire.put(MessageFraming.prefix(message)).put(message.head()).put(message.body());
        }
        wire.flip();
        MessageFraming framing = stranger ? MessageFraming.ofStranger() : MessageFraming.ofMember();
        List<Message> read = new ArrayList<>();
        while (wire.hasRemaining()) {
            int length = Math.min(piece, wire.remaining());
            ByteBuffer part = wire.slice(wire.position(), length);
            wire.position(wire.position() + length);
            while (part.hasRemaining()) {
                Optional<Message> message = framing.read(part);
                message.ifPresent(read::add);
            }
        }
        assertEquals(sizes.size(), read.size());
        for (int i = 0; i < sizes.size(); i++) {
            assertArrayEquals(bytes(sizes.get(i), 1), read.get(i).head());
            assertEquals(ByteBuffer.wrap(bytes(2 * sizes.get(i), 2)), read.get(i).body());
        }
    }

    @Example
    void read_lengthOverTheLimitOrNotInShortestForm_isRefused() {
        for (String hex : List.of("ffffffff7f", "ffffff7f00", "8000", "818008", "00ffffff01")) {
            ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
            assertThrows(
                    MalformedMessageException.class,
                    () -> MessageFraming.ofStranger().read(in),
                    hex);
        }
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + seed);
        }
        return bytes;
    }
}

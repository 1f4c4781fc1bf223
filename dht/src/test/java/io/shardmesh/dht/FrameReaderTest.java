package io.shardmesh.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.multiformats.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
    private final FrameReader reader = FrameReader.create();

    @Test
    void read_messageOfLimit_isTaken() {
        ByteBuffer message = message(DhtConfig.MAX_MESSAGE_BYTES, 1);
        assertEquals(message, reader.read(Frames.frame(message)).orElseThrow());
    }

    @Test
    void read_lengthOverLimit_isRefusedBeforeAnyByteOfIt() {
        // One more than may be, and 2^40, as varints with nothing behind them.
        for (String length : List.of("818008", "808080808020")) {
            ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(length));
            assertThrows(MalformedException.class, () -> FrameReader.create().read(in), length);
        }
    }

    @Test
    void read_lengthOfTenBytes_isMalformed() {
        byte[] endless = new byte[10];
        Arrays.fill(endless, (byte) 0x80);
        assertThrows(MalformedException.class, () -> reader.read(ByteBuffer.wrap(endless)));
    }

    @Test
    void read_emptyMessage_isAMessage() {
        assertEquals(0, reader.read(ByteBuffer.wrap(new byte[1])).orElseThrow().remaining());
        assertFalse(reader.isInsideMessage());
    }

    @Test
    void isInsideMessage_endInsideLengthOrBody_isTrue() {
        assertFalse(reader.isInsideMessage());
        reader.read(ByteBuffer.wrap(new byte[] {(byte) 0x81}));
        assertTrue(reader.isInsideMessage());
        reader.read(ByteBuffer.wrap(new byte[] {0x01, 7}));
        assertTrue(reader.isInsideMessage());
    }

    @Property(tries = 50)
    void read_messagesInAnyPieces_comeOutWhole(@ForAll long seed) {
        Random random = new Random(seed);
        List<ByteBuffer> sent = new ArrayList<>();
        ByteBuffer stream = ByteBuffer.allocate(200_000);
        for (int number = 0; number < 8; number++) {
            sent.add(message(random.nextInt(20_000), number));
            stream.put(Frames.frame(sent.getLast()));
        }
        stream.flip();
        FrameReader pieces = FrameReader.create();
        List<ByteBuffer> read = new ArrayList<>();
        while (stream.hasRemaining()) {
            int count = Math.min(1 + random.nextInt(9_000), stream.remaining());
            ByteBuffer piece = stream.slice(stream.position(), count);
            stream.position(stream.position() + count);
            while (piece.hasRemaining()) {
                pieces.read(piece).ifPresent(read::add);
            }
        }
        assertEquals(sent, read);
    }

    private static ByteBuffer message(int bytes, int seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return ByteBuffer.wrap(content);
    }
}

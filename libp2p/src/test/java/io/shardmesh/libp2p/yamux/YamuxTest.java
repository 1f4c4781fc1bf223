package io.shardmesh.libp2p.yamux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shardmesh.libp2p.Buffers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamuxTest {
    private static final int WINDOW = YamuxConfig.INITIAL_WINDOW_BYTES;
    private static final int ALL = Integer.MAX_VALUE;

    private final RecordingListener listener = new RecordingListener();
    private final Yamux client = Yamux.create(true, YamuxConfig.DEFAULT);
    private final Yamux server = Yamux.create(false, YamuxConfig.DEFAULT);

    @Test
    void openStream_clientAndServer_numberOddAndEven() {
        assertEquals(1, client.openStream());
        assertEquals(3, client.openStream());
        assertEquals(2, server.openStream());
        assertEquals("000100010000000100000000" + "000100010000000300000000", sent(client));
    }

    @Test
    void receive_openingOnEitherType_isAcknowledgedAtOnce() {
        receive(server, "000100010000000100000000"); // js: window update with SYN
        receive(server, "000000010000000300000000"); // jvm: empty data with SYN
        assertEquals(List.of("opened 1", "opened 3"), listener.take());
        assertEquals("000100020000000100000000" + "000100020000000300000000", sent(server));
    }

    @Test
    void receive_severalFlagsAndDataInOneFrame_honoursAll() {
        receive(server, "00000005000000010000000261"); // SYN and FIN, first byte of two
        assertEquals(List.of("opened 1"), listener.take());
        assertEquals(1, listener.received(1));
        receive(server, "62");
        assertEquals(List.of("remoteClosed 1"), listener.take());
        assertEquals(2, listener.received(1));
    }

    @Test
    void receive_byteByByte_isTheSame() {
        byte[] bytes =
                HexFormat.of()
                        .parseHex("0000000100000001000000036162630001000400000001" + "00000000");
        for (byte next : bytes) {
            server.receive(ByteBuffer.wrap(new byte[] {next}), listener);
        }
        assertEquals(List.of("opened 1", "remoteClosed 1"), listener.take());
        assertEquals(3, listener.received(1));
    }

    @Test
    void receive_dataOverTheWindow_failsByTheHeader() {
        receive(server, "000100010000000100000000");
        receive(server, "0000000000000001" + "00040001");
        assertEquals(List.of("opened 1", "failed"), listener.take());
        assertEquals("000300000000000000000001", sent(server));
        assertFalse(server.canOpenStream());
    }

    @Test
    void receive_exactlyTheWindow_isFineAndOneMoreFails() {
        receive(server, "000100010000000100000000" + "000000000000000100040000");
        server.receive(ByteBuffer.allocate(WINDOW), listener);
        assertEquals(WINDOW, listener.received(1));
        receive(server, "000000000000000100000001");
        assertEquals(List.of("opened 1", "failed"), listener.take());
    }

    @Test
    void consumed_underHalfAWindow_sendsNoUpdateYet() {
        receive(server, "000100010000000100000000" + "000000000000000100040000");
        server.receive(ByteBuffer.allocate(WINDOW), listener);
        sent(server);
        server.consumed(1, WINDOW / 2 - 1);
        assertFalse(server.hasOutput());
        server.consumed(1, 1);
        assertEquals("000100000000000100020000", sent(server));
        assertThrows(IllegalArgumentException.class, () -> server.consumed(1, WINDOW));
    }

    @Test
    void consumed_twice_grantsExactlyWhatWasConsumed() {
        receive(server, "000100010000000100000000" + "000000000000000100040000");
        server.receive(ByteBuffer.allocate(WINDOW), listener);
        sent(server);
        server.consumed(1, WINDOW / 2);
        assertEquals("000100000000000100020000", sent(server));
        server.consumed(1, WINDOW / 2);
        assertEquals("000100000000000100020000", sent(server));
    }

    @Test
    void consumed_afterRemoteClosed_sendsNoUpdate() {
        receive(server, "000100010000000100000000" + "000000040000000100040000");
        server.receive(ByteBuffer.allocate(WINDOW), listener);
        sent(server);
        server.consumed(1, WINDOW);
        assertFalse(server.hasOutput());
    }

    @Test
    void write_overTheWindow_waitsForTheUpdate() {
        int stream = client.openStream();
        ByteBuffer data = ByteBuffer.allocate(WINDOW + 10);
        assertEquals(WINDOW, client.write(stream, data));
        assertEquals(10, data.remaining());
        sent(client);
        assertEquals(0, client.write(stream, data));
        assertEquals(List.of(), listener.take());
        receive(client, "000100020000000100000004");
        assertEquals(List.of("writable 1"), listener.take());
        assertEquals(4, client.write(stream, data));
    }

    @Test
    void write_overTheUnsentBound_mayGoOnAfterDraining() {
        int stream = client.openStream();
        receive(client, "000100020000000100100000"); // a far bigger window
        ByteBuffer data = ByteBuffer.allocate(2 * WINDOW);
        assertEquals(WINDOW, client.write(stream, data));
        sent(client);
        assertEquals(List.of("writable 1"), listener.take().subList(0, 1));
        assertEquals(WINDOW, client.write(stream, data));
    }

    @Test
    void closeWrite_withDataWaiting_sendsFinAfterItInAFrameOfItsOwn() {
        int stream = client.openStream();
        client.write(stream, ByteBuffer.wrap(new byte[] {7}));
        client.closeWrite(stream);
        assertEquals(0, client.write(stream, ByteBuffer.allocate(1)));
        assertEquals(
                "000100010000000100000000"
                        + "00000000000000010000000107"
                        + "000000040000000100000000",
                sent(client));
        assertTrue(client.isOpen(stream));
        receive(client, "000000060000000100000000");
        assertFalse(client.isOpen(stream));
        assertEquals(List.of("remoteClosed 1"), listener.take());
    }

    @Test
    void receive_framesForAStreamThatIsGone_areSwallowed() {
        receive(server, "000100010000000100000000");
        server.reset(1);
        assertEquals("000100080000000100000000", sent(server));
        receive(server, "000000040000000100000003616263" + "000100000000000100000001");
        assertEquals(List.of("opened 1"), listener.take());
        assertFalse(server.hasOutput());
    }

    @Test
    void reset_inTheMiddleOfAFrame_throwsTheRestAway() {
        receive(server, "000100010000000100000000" + "0000000000000001000000046162");
        server.reset(1);
        receive(server, "6364" + "000200010000000000000009");
        assertEquals(2, listener.received(1));
        assertEquals("000100080000000100000000" + "000200020000000000000009", sent(server));
    }

    @Test
    void reset_beforeTheOpeningWasSent_sendsNothing() {
        client.reset(client.openStream());
        assertFalse(client.hasOutput());
        assertEquals(0, client.streamCount());
    }

    @Test
    void receive_rst_endsTheStream() {
        int stream = client.openStream();
        client.write(stream, ByteBuffer.allocate(100));
        receive(client, "000000080000000100000000");
        assertEquals(List.of("reset 1"), listener.take());
        assertFalse(client.hasOutput());
        assertEquals(0, client.write(stream, ByteBuffer.allocate(1)));
    }

    @Test
    void receive_dataAfterFin_resetsTheStream() {
        receive(server, "000100050000000100000000" + "00000000000000010000000161");
        assertEquals(List.of("opened 1", "remoteClosed 1", "reset 1"), listener.take());
        assertEquals(0, listener.received(1));
    }

    @Test
    void openStream_ackBacklog_isBounded() {
        for (int count = 0; count < Yamux.ACK_BACKLOG; count++) {
            client.openStream();
        }
        assertFalse(client.canOpenStream());
        assertThrows(IllegalStateException.class, client::openStream);
        receive(client, "000100020000000100000000");
        assertTrue(client.canOpenStream());
    }

    @Test
    void receive_openingOverTheLimit_isReset() {
        YamuxConfig one = new YamuxConfig(WINDOW, WINDOW, WINDOW, 1024, 1, WINDOW);
        Yamux narrow = Yamux.create(false, one);
        receive(narrow, "000100010000000100000000" + "000000010000000300000001" + "61");
        assertEquals(List.of("opened 1"), listener.take());
        assertEquals("000100080000000300000000" + "000100020000000100000000", sent(narrow));
    }

    @Test
    void receive_moreUnconsumedThanInAll_resetsTheStreamThatExceeds() {
        Yamux narrow =
                Yamux.create(false, new YamuxConfig(WINDOW, WINDOW, WINDOW, 1024, 9, WINDOW));
        receive(narrow, "000100010000000100000000" + "000000000000000100040000");
        narrow.receive(ByteBuffer.allocate(WINDOW), listener);
        receive(narrow, "00000001000000030000000161");
        assertEquals(List.of("opened 1", "opened 3", "reset 3"), listener.take());
        narrow.reset(1);
        receive(narrow, "00000001000000050000000161");
        assertEquals(List.of("opened 5"), listener.take());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000" + "00000003" + "00000001" + "61", // data, never opened
                "00010000" + "00000003" + "00000001", // window, never opened
                "00010000" + "00000002" + "00000001", // a stream of ours, never opened
                "00010002" + "00000001" + "00000000", // answers its own stream
                "00010003" + "00000003" + "00000000", // opens and answers at once
                "00000008" + "00000003" + "ffffffff", // length of 2^32 - 1
                "00020002" + "00000000" + "00000001", // answer that nobody asked for
                "00020000" + "00000000" + "00000001", // ping that neither asks nor answers
                "00020003" + "00000000" + "00000001", // ping that does both
                "00020001" + "00000001" + "00000001", // ping on a stream
                "00030000" + "00000001" + "00000000", // go away on a stream
                "00030001" + "00000000" + "00000000", // go away with a flag
                "00030000" + "00000000" + "00000003", // go away for no reason there is
            })
    void receive_frameOutOfPlace_fails(String hex) {
        receive(server, "000100010000000100000000");
        receive(server, hex);
        assertEquals(List.of("opened 1", "failed"), listener.take());
        assertEquals("000300000000000000000001", sent(server));
    }

    @Test
    void receive_moreThanAnyWindowForAStreamThatIsGone_fails() {
        receive(server, "000100010000000100000000" + "000100080000000100000000");
        receive(server, "000000000000000100040001");
        assertEquals(
                List.of("opened 1", "reset 1"), listener.take(), "it may have been sent before");
        Yamux other = Yamux.create(false, YamuxConfig.DEFAULT);
        receive(other, "000100010000000100000000" + "000100080000000100000000");
        receive(other, "0000000000000001" + "ffffffff");
        assertEquals(List.of("opened 1", "reset 1", "failed"), listener.take());
    }

    @Test
    void ping_bothWays_isAnswered() {
        receive(server, "000200010000000012345678"); // the very first frame, as js sends it
        assertEquals("000200020000000012345678", sent(server));
        assertTrue(client.ping(77));
        assertFalse(client.ping(78));
        assertEquals("00020001000000000000004d", sent(client));
        receive(client, "00020002000000000000004d");
        assertEquals(List.of("pong 77"), listener.take());
        assertTrue(client.ping(78));
    }

    @Test
    void receive_pingsWithoutReadingTheAnswers_fails() {
        for (int count = 0; count < 5000; count++) {
            receive(server, "000200010000000000000001");
        }
        assertEquals(List.of("failed"), listener.take());
    }

    @Test
    void receive_opensAndResetsWithoutReading_keepsNothing() {
        for (int count = 0; count < 5000; count++) {
            receive(server, "000100090000000100000000");
            listener.take();
        }
        assertEquals(0, server.streamCount());
        assertFalse(server.hasOutput());
    }

    @Test
    void goAway_eitherSide_endsOpening() {
        receive(client, "000300000000000000000000");
        assertEquals(List.of("goAway 0"), listener.take());
        assertFalse(client.canOpenStream());
        server.goAway(0);
        receive(server, "000100010000000100000000");
        assertEquals("000300000000000000000000" + "000100080000000100000000", sent(server));
        assertEquals(List.of(), listener.take());
    }

    @Test
    void receive_againstTheProtocol_fails() {
        List<String> violations =
                List.of(
                        "010000010000000100000000", // version
                        "000400000000000000000000", // type
                        "000000110000000100000000", // flag
                        "000000010000000200000000", // our own parity
                        "000000010000000000000000", // stream 0
                        "000000000000000000000001", // data on stream 0
                        "000000010000000100000000" + "000100010000000100000000"); // opened twice
        for (String violation : violations) {
            Yamux fresh = Yamux.create(false, YamuxConfig.DEFAULT);
            receive(fresh, violation);
            assertEquals("failed", listener.take().getLast(), violation);
            receive(fresh, "000200010000000000000001");
            assertEquals("000300000000000000000001", sent(fresh), violation);
        }
    }

    @Test
    void receive_windowOver32Bits_fails() {
        receive(server, "000100010000000100000000" + "0001000000000001fffbffff");
        assertEquals(List.of("opened 1"), listener.take());
        receive(server, "000100000000000100000001");
        assertEquals(List.of("failed"), listener.take());
    }

    @Test
    void drainOutput_manyStreams_takesTurnsFrameByFrame() {
        int first = client.openStream();
        int second = client.openStream();
        sent(client);
        int frame = YamuxConfig.DEFAULT.frameBytes();
        client.write(first, ByteBuffer.allocate(2 * frame));
        client.write(second, ByteBuffer.allocate(2 * frame));
        List<Integer> order = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(drain(client));
        while (in.hasRemaining()) {
            Frame next = Frame.read(in);
            order.add(next.stream());
            in.position(in.position() + (int) next.length());
        }
        assertEquals(List.of(first, second, first, second), order);
    }

    @Test
    void drainOutput_withABound_stopsAfterTheFrameThatReachesIt() {
        int stream = client.openStream();
        client.write(stream, ByteBuffer.allocate(100_000));
        int bytes = client.drainOutput(1, ByteBuffer.allocate(65_519), _ -> {}, listener);
        assertEquals(12 + 12 + YamuxConfig.DEFAULT.frameBytes(), bytes);
        assertTrue(client.hasOutput());
    }

    @Test
    void create_widerWindow_isToldWithTheOpening() {
        Yamux wide =
                Yamux.create(
                        true, new YamuxConfig(2 * WINDOW, 2 * WINDOW, WINDOW, 1024, 1, 1L << 30));
        wide.openStream();
        assertEquals("000100010000000100040000", sent(wide));
    }

    @Test
    void write_manyBuffers_arriveInOrder() {
        int stream = client.openStream();
        byte[] all = new byte[1000];
        for (int index = 0; index < all.length; index++) {
            all[index] = (byte) index;
            client.write(stream, ByteBuffer.wrap(all, index, 1));
        }
        server.receive(ByteBuffer.wrap(drain(client)), listener);
        assertEquals(all.length, listener.received(1));
        listener.data.values().forEach(data -> assertArrayEquals(all, data.toByteArray()));
    }

    private void receive(Yamux to, String hex) {
        to.receive(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), listener);
    }

    private String sent(Yamux from) {
        return HexFormat.of().formatHex(drain(from));
    }

    private byte[] drain(Yamux from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        from.drainOutput(
                ALL,
                ByteBuffer.allocate(65_519),
                chunk -> out.writeBytes(Buffers.take(chunk)),
                listener);
        return out.toByteArray();
    }
}

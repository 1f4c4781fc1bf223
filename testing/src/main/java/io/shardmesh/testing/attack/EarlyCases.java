package io.shardmesh.testing.attack;

import static io.shardmesh.testing.attack.Malformed.State.CHANNEL;
import static io.shardmesh.testing.attack.Malformed.State.FIRST_NEGOTIATION;
import static io.shardmesh.testing.attack.Malformed.State.HANDSHAKE;
import static io.shardmesh.testing.attack.Outcome.CLOSED;
import static io.shardmesh.testing.attack.Outcome.REFUSED;
import static io.shardmesh.testing.attack.Outcome.TIMED_OUT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What can be sent before there is a muxer. */
final class EarlyCases {
    private static final String HTTP =
            "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: " + "text/html, ".repeat(5) + "\r\n\r\n";
    private static final int DRIPS = 30;
    private static final long DRIP_NANOS = 700_000_000L;

    private EarlyCases() {}

    static List<Malformed> all() {
        return List.of(
                first("64 bytes of 0xff", CLOSED, peer -> peer.raw(filled(64, 0xff))),
                first("a request of HTTP", CLOSED, peer -> peer.raw(text(HTTP))),
                first("a length that never ends", CLOSED, peer -> peer.raw(filled(10, 0x80))),
                first("a length of 1,025", CLOSED, peer -> peer.raw(hex("8108"))),
                first("a length not in shortest form", CLOSED, peer -> peer.raw(hex("9300"))),
                first("a length of 0", CLOSED, peer -> peer.raw(hex("00"))),
                first("a message without its newline", CLOSED, peer -> peer.raw(hex("026162"))),
                first(
                        "a header of another version",
                        CLOSED,
                        peer -> peer.raw(RawPeer.line("/multistream/2.0.0"))),
                first(
                        "a proposal before the header",
                        CLOSED,
                        peer -> peer.raw(RawPeer.line("/noise"))),
                first(
                        "no secure protocol",
                        REFUSED,
                        peer -> peer.raw(RawPeer.proposals("/plaintext/2.0.0"))),
                first("100 unknown protocols", CLOSED, EarlyCases::manyProposals),
                first("nothing", TIMED_OUT, peer -> {}),
                first("a byte each 0.7 s", TIMED_OUT, EarlyCases::dripLine),
                noise("a first message of 0 bytes", CLOSED, peer -> peer.secure().raw(hex("0000"))),
                noise(
                        "a first message of 31 bytes",
                        CLOSED,
                        peer -> peer.secure().raw(message(filled(31, 9)))),
                noise(
                        "a first message of 33 bytes",
                        CLOSED,
                        peer -> peer.secure().raw(message(filled(33, 9)))),
                noise("a length of 65,535", CLOSED, peer -> peer.secure().raw(hex("ffff"))),
                noise(
                        "a key of small order (all zero)",
                        CLOSED,
                        peer -> peer.secure().raw(message(filled(32, 0)))),
                noise(
                        "a third message that is not authentic",
                        CLOSED,
                        peer -> third(peer, filled(200, 7))),
                noise("a third message of 10 bytes", CLOSED, peer -> third(peer, filled(10, 7))),
                noise("nothing after the first message", TIMED_OUT, peer -> peer.secure().begin()),
                noise("half of the first message", TIMED_OUT, peer -> half(peer.secure())),
                channel(
                        "a frame that is not authentic",
                        peer -> peer.secure().shake().raw(message(filled(100, 3)))),
                channel(
                        "a frame shorter than its tag",
                        peer -> peer.secure().shake().raw(message(filled(5, 3)))),
                channel("a frame of 0 bytes", peer -> peer.secure().shake().raw(hex("0000"))),
                channel("the same frame twice", EarlyCases::replay));
    }

    private static Malformed first(String what, Outcome gets, Malformed.Sending sending) {
        return new Malformed(FIRST_NEGOTIATION, what, 0, gets, sending);
    }

    private static Malformed noise(String what, Outcome gets, Malformed.Sending sending) {
        return new Malformed(HANDSHAKE, what, 0, gets, sending);
    }

    private static Malformed channel(String what, Malformed.Sending sending) {
        return new Malformed(CHANNEL, what, 0, CLOSED, sending);
    }

    private static void manyProposals(RawPeer peer) throws IOException {
        peer.raw(RawPeer.proposals());
        for (int i = 0; i < 100; i++) {
            peer.raw(RawPeer.line("/nobody/" + i));
        }
    }

    private static void dripLine(RawPeer peer) throws IOException {
        drip(peer::raw, RawPeer.line("/" + "x".repeat(DRIPS)));
    }

    /** Takes bytes. */
    interface Taker {
        void take(byte[] bytes) throws IOException;
    }

    /** Sends the bytes one by one, slowly, until the other side has enough. */
    static void drip(Taker taker, byte[] bytes) throws IOException {
        for (byte one : bytes) {
            taker.take(new byte[] {one});
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    private static void third(RawPeer peer, byte[] message) throws IOException {
        peer.secure().begin().readFrame();
        peer.raw(message(message));
    }

    private static void half(RawPeer peer) throws IOException {
        peer.raw(hex("0020"));
        peer.raw(filled(16, 9));
    }

    private static void replay(RawPeer peer) throws IOException {
        byte[] ping = RawPeer.header(0, RawPeer.PING, RawPeer.SYN, 0, 1);
        byte[] sealed = peer.secure().shake().seal(ping);
        peer.raw(sealed);
        peer.raw(sealed);
    }

    private static byte[] message(byte[] bytes) {
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

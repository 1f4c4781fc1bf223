package io.shardmesh.testing.attack;

import static io.shardmesh.testing.attack.EarlyCases.filled;
import static io.shardmesh.testing.attack.EarlyCases.hex;
import static io.shardmesh.testing.attack.Outcome.REFUSED;
import static io.shardmesh.testing.attack.Outcome.RESET;
import static io.shardmesh.testing.attack.Outcome.RESET_IN_TIME;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** What a stranger can send on a stream. */
final class StreamCases {
    private static final String IDENTIFY = "/ipfs/id/1.0.0";
    private static final String PING = "/ipfs/ping/1.0.0";
    private static final String DHT = "/shardmesh/kad/1.0.0";
    private static final String MEMBER = "/shardmesh/member/1.0.0";
    private static final String INVITE = "/shardmesh/invite/1.0.0";
    private static final int PING_STREAMS = 5;
    private static final int UNREAD_REQUESTS = 5_000;

    private StreamCases() {}

    static List<Malformed> all() {
        return List.of(
                stream(
                        "64 bytes of 0xff",
                        RESET,
                        peer -> peer.data(RawPeer.SYN, 1, filled(64, 0xff))),
                stream(
                        "a length that never ends",
                        RESET,
                        peer -> peer.data(RawPeer.SYN, 1, filled(9, 0x80))),
                stream(
                        "its end before a protocol",
                        RESET,
                        peer -> peer.frame(RawPeer.DATA, RawPeer.SYN | RawPeer.FIN, 1, 0)),
                stream("an unknown protocol", REFUSED, peer -> peer.open(1, "/nobody/1")),
                stream("100 unknown protocols", RESET, StreamCases::manyProposals),
                stream(
                        "nothing",
                        RESET_IN_TIME,
                        peer -> peer.frame(RawPeer.WINDOW, RawPeer.SYN, 1, 0)),
                stream("put, from a stranger", RESET, peer -> peer.open(1, "/shardmesh/put/2.0.0")),
                stream(
                        "a small object, from a stranger",
                        RESET,
                        peer -> peer.open(1, "/shardmesh/inline/1.0.0")),
                stream("get, from a stranger", RESET, peer -> peer.open(1, "/shardmesh/get/1.0.0")),
                new Malformed(
                        Malformed.State.PING,
                        "a fifth stream at once",
                        2 * PING_STREAMS - 1,
                        RESET,
                        StreamCases::manyPings),
                on(
                        Malformed.State.IDENTIFY,
                        "bytes to the side that answers",
                        RESET,
                        IDENTIFY,
                        new byte[1]),
                dht("a length of 2^40", RESET, hex("808080808020")),
                dht("a length that never ends", RESET, filled(12, 0x80)),
                dht("a length not in shortest form", RESET, hex("8000")),
                dht("a message of 2 MiB", RESET, hex("80808001")),
                dht("no protocol buffer", RESET, framed(filled(20, 0xff))),
                dht("a request of type 77", RESET, framed(hex("084d"))),
                dht("a search for no key", RESET, framed(hex("0804"))),
                new Malformed(
                        Malformed.State.DHT,
                        "a request that drips",
                        1,
                        RESET_IN_TIME,
                        peer -> dripOn(peer, DHT, framed(new byte[30]))),
                new Malformed(
                        Malformed.State.DHT,
                        "5,000 requests without reading an answer",
                        1,
                        RESET,
                        StreamCases::asksAndReadsNothing),
                member("a head of 2^28 bytes", RESET, hex("8080808001")),
                member("a head over 128 KiB", RESET, hex("818008")),
                member("a body over 1,088 KiB", RESET, hex("00818044")),
                member("a length not in shortest form", RESET, hex("8000")),
                member("no protocol buffer", RESET, hex("0800" + "ffffffffffffffff")),
                member("a greeting of another mesh", RESET, hex("0600" + "0a040a020102")),
                member("a list that is none", RESET, hex("0203" + "1200" + "010203")),
                member("nine messages without a meaning", RESET, filled(2 * 9, 0)),
                new Malformed(
                        Malformed.State.MEMBER,
                        "a message that drips",
                        1,
                        RESET_IN_TIME,
                        peer -> dripOn(peer, MEMBER, hex("2000" + "00".repeat(32)))),
                on(
                        Malformed.State.INVITE,
                        "no protocol buffer",
                        RESET,
                        INVITE,
                        hex("0800" + "ff".repeat(8))),
                on(
                        Malformed.State.INVITE,
                        "a nonce of 3 bytes",
                        RESET,
                        INVITE,
                        hex("0700" + "0a050a03010203")),
                new Malformed(
                        Malformed.State.INVITE,
                        "nothing",
                        1,
                        RESET_IN_TIME,
                        peer -> peer.secure().shake().open(1, INVITE)));
    }

    private static Malformed stream(String what, Outcome gets, Malformed.Sending sending) {
        return new Malformed(
                Malformed.State.STREAM, what, 1, gets, peer -> sending.send(peer.secure().shake()));
    }

    private static Malformed dht(String what, Outcome gets, byte[] bytes) {
        return on(Malformed.State.DHT, what, gets, DHT, bytes);
    }

    private static Malformed member(String what, Outcome gets, byte[] bytes) {
        return on(Malformed.State.MEMBER, what, gets, MEMBER, bytes);
    }

    private static Malformed on(
            Malformed.State state, String what, Outcome gets, String protocol, byte[] bytes) {
        return new Malformed(
                state,
                what,
                1,
                gets,
                peer -> peer.secure().shake().open(1, protocol).data(0, 1, bytes));
    }

    private static void manyProposals(RawPeer peer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(RawPeer.proposals());
        for (int i = 0; i < 100; i++) {
            out.writeBytes(RawPeer.line("/nobody/" + i));
        }
        peer.data(RawPeer.SYN, 1, out.toByteArray());
    }

    private static void manyPings(RawPeer peer) throws IOException {
        peer.secure().shake();
        for (int i = 0; i < PING_STREAMS; i++) {
            peer.open(2 * i + 1, PING);
        }
    }

    private static void dripOn(RawPeer peer, String protocol, byte[] bytes) throws IOException {
        peer.secure().shake().open(1, protocol);
        // Under the limit of silence, and for longer than a message may take.
        EarlyCases.drip(one -> peer.data(0, 1, one), java.util.Arrays.copyOf(bytes, 16));
    }

    /** The window of the stream lets them through: each is taken before its answer is read. */
    private static void asksAndReadsNothing(RawPeer peer) throws IOException {
        peer.secure().shake().open(1, DHT);
        byte[] request = framed(hex("0804" + "1220" + "07".repeat(32)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            out.writeBytes(request);
        }
        for (int i = 0; i < UNREAD_REQUESTS / 100; i++) {
            peer.data(0, 1, out.toByteArray());
        }
    }

    private static byte[] framed(byte[] message) {
        byte[] framed = new byte[1 + message.length];
        framed[0] = (byte) message.length;
        System.arraycopy(message, 0, framed, 1, message.length);
        return framed;
    }
}

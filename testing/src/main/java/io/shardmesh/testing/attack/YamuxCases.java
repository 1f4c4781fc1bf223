package io.shardmesh.testing.attack;

import static io.shardmesh.testing.attack.RawPeer.ACK;
import static io.shardmesh.testing.attack.RawPeer.DATA;
import static io.shardmesh.testing.attack.RawPeer.FIN;
import static io.shardmesh.testing.attack.RawPeer.GO_AWAY;
import static io.shardmesh.testing.attack.RawPeer.PING;
import static io.shardmesh.testing.attack.RawPeer.RST;
import static io.shardmesh.testing.attack.RawPeer.SYN;
import static io.shardmesh.testing.attack.RawPeer.WINDOW;

import java.io.IOException;
import java.util.List;

/** What can be sent as a frame of yamux. */
final class YamuxCases {
    private static final long MAX = 0xffff_ffffL;
    private static final int WINDOW_BYTES = 256 * 1024;
    private static final int STREAM_COUNT = 257;

    private YamuxCases() {}

    static List<Malformed> all() {
        return List.of(
                fatal("version 1", peer -> peer.sealed(RawPeer.header(1, PING, SYN, 0, 1))),
                fatal("type 4", peer -> peer.frame(4, 0, 0, 0)),
                fatal("a flag that there is not", peer -> peer.frame(DATA, 0x10 | SYN, 1, 0)),
                fatal("data on stream 0", peer -> peer.frame(DATA, 0, 0, 1)),
                fatal("a window for stream 0", peer -> peer.frame(WINDOW, 0, 0, 1)),
                fatal("a stream with a number of ours", peer -> peer.frame(WINDOW, SYN, 2, 0)),
                fatal("a stream that is open already", peer -> opened(peer).frame(DATA, SYN, 1, 0)),
                fatal("data for a stream never opened", peer -> peer.frame(DATA, 0, 7, 1)),
                fatal("a window for a stream never opened", peer -> peer.frame(WINDOW, 0, 7, 1)),
                fatal("a reset of ours never opened", peer -> peer.frame(WINDOW, RST, 1000, 0)),
                fatal(
                        "a stream opened and answered at once",
                        peer -> peer.frame(WINDOW, SYN | ACK, 1, 0)),
                fatal("an answer to its own stream", peer -> opened(peer).frame(WINDOW, ACK, 1, 0)),
                fatal("data of 2^32 - 1 bytes", peer -> opened(peer).frame(DATA, 0, 1, MAX)),
                fatal(
                        "data of 2^32 - 1 bytes for a stream that is gone",
                        peer -> opened(peer).frame(WINDOW, RST, 1, 0).frame(DATA, 0, 1, MAX)),
                fatal(
                        "data over the window",
                        peer -> opened(peer).frame(DATA, 0, 1, WINDOW_BYTES + 1)),
                fatal("windows of over 2^32 - 1", peer -> opened(peer).frame(WINDOW, 0, 1, MAX)),
                fatal("an answer to a ping that nobody sent", peer -> peer.frame(PING, ACK, 0, 99)),
                fatal("a ping without a flag", peer -> peer.frame(PING, 0, 0, 1)),
                fatal("a ping that asks and answers", peer -> peer.frame(PING, SYN | ACK, 0, 1)),
                fatal("a ping on a stream", peer -> peer.frame(PING, SYN, 1, 1)),
                fatal("a go away on a stream", peer -> peer.frame(GO_AWAY, 0, 1, 0)),
                fatal("a go away with a flag", peer -> peer.frame(GO_AWAY, FIN, 0, 0)),
                fatal("a go away of code 3", peer -> peer.frame(GO_AWAY, 0, 0, 3)),
                new Malformed(
                        Malformed.State.MUXER,
                        "the 257th stream at once",
                        2 * STREAM_COUNT - 1,
                        Outcome.RESET,
                        YamuxCases::tooManyStreams),
                new Malformed(
                        Malformed.State.MUXER,
                        "data for a stream that it reset",
                        1,
                        Outcome.LET_PASS,
                        peer ->
                                opened(peer.secure().shake())
                                        .frame(WINDOW, RST, 1, 0)
                                        .data(0, 1, new byte[100])));
    }

    private static Malformed fatal(String what, Malformed.Sending sending) {
        return new Malformed(
                Malformed.State.MUXER,
                what,
                0,
                Outcome.GO_AWAY,
                peer -> sending.send(peer.secure().shake()));
    }

    private static RawPeer opened(RawPeer peer) throws IOException {
        return peer.frame(WINDOW, SYN, 1, 0);
    }

    private static void tooManyStreams(RawPeer peer) throws IOException {
        peer.secure().shake();
        for (int i = 0; i < STREAM_COUNT; i++) {
            peer.frame(WINDOW, SYN, 2 * i + 1, 0);
        }
    }
}

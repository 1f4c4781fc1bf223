package io.shardmesh.testing.attack;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Watches what a node does after it got something malformed. */
final class Witness {
    /** Above the ten seconds that a node grants, for a machine with much else to do. */
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** A node that takes so long has waited for its own limit. */
    private static final Duration PROMPT = Duration.ofSeconds(8);

    private static final long OUR_PING = 0x5eed;

    private final RawPeer peer;
    private final Malformed sent;
    private final long startNanos = System.nanoTime();

    Witness(RawPeer peer, Malformed sent) {
        this.peer = peer;
        this.sent = sent;
    }

    Outcome see() throws IOException {
        peer.patience(LIMIT);
        try {
            return switch (sent.state()) {
                case FIRST_NEGOTIATION, HANDSHAKE -> beforeTheChannel();
                case CHANNEL, MUXER, STREAM, PING, IDENTIFY, DHT, MEMBER, INVITE -> inTheChannel();
            };
        } catch (SocketTimeoutException silence) {
            throw new IOException("nothing happened within " + LIMIT.toSeconds() + " s", silence);
        } catch (EOFException | SocketException ended) {
            return endedWhileSending();
        }
    }

    Outcome endedWhileSending() {
        return late() ? Outcome.TIMED_OUT : Outcome.CLOSED;
    }

    private boolean late() {
        return System.nanoTime() - startNanos > PROMPT.toNanos();
    }

    private Outcome beforeTheChannel() throws IOException {
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().endsWith("\u0003na\n") || sent.gets() != Outcome.REFUSED) {
            seen.append(new String(peer.readRaw(1), StandardCharsets.ISO_8859_1));
        }
        return Outcome.REFUSED;
    }

    private Outcome inTheChannel() throws IOException {
        boolean reset = false;
        boolean awaitsPong = sent.gets() == Outcome.LET_PASS;
        if (awaitsPong) {
            peer.frame(RawPeer.PING, RawPeer.SYN, 0, OUR_PING);
        }
        while (true) {
            RawPeer.YamuxFrame frame = peer.read();
            if (frame.type() == RawPeer.PING && frame.has(RawPeer.SYN)) {
                peer.frame(RawPeer.PING, RawPeer.ACK, 0, frame.length());
            } else if (frame.type() == RawPeer.GO_AWAY) {
                return awaitEnd(frame.length());
            } else if (frame.has(RawPeer.RST) && frame.stream() == sent.stream()) {
                reset = true;
                peer.frame(RawPeer.PING, RawPeer.SYN, 0, OUR_PING);
            } else if (frame.type() == RawPeer.PING && frame.length() == OUR_PING) {
                return outcome(reset);
            } else if (refuses(frame)) {
                return Outcome.REFUSED;
            }
        }
    }

    private Outcome outcome(boolean reset) {
        if (!reset) {
            return Outcome.LET_PASS;
        }
        return late() ? Outcome.RESET_IN_TIME : Outcome.RESET;
    }

    private boolean refuses(RawPeer.YamuxFrame frame) {
        return frame.type() == RawPeer.DATA
                && frame.stream() == sent.stream()
                && sent.gets() == Outcome.REFUSED
                && new String(frame.data(), StandardCharsets.ISO_8859_1).endsWith("\u0003na\n");
    }

    private Outcome awaitEnd(long code) throws IOException {
        if (code != 1) {
            throw new IOException("go away with code " + code);
        }
        try {
            while (true) {
                peer.read();
            }
        } catch (EOFException | SocketException ended) {
            return Outcome.GO_AWAY;
        }
    }
}

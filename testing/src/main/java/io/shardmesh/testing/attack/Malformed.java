package io.shardmesh.testing.attack;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One thing that no peer should send.
 *
 * @param state how far the connection has come
 * @param what what is sent, in words
 * @param stream the yamux stream that it concerns; 0 before there are streams
 * @param gets what the node does
 * @param sending sends it on a fresh connection
 */
record Malformed(State state, String what, int stream, Outcome gets, Sending sending) {

    /** How far the connection has come when it is sent. */
    enum State {
        FIRST_NEGOTIATION("first negotiation"),
        HANDSHAKE("Noise handshake"),
        CHANNEL("Noise channel"),
        MUXER("yamux"),
        STREAM("negotiation of a stream"),
        PING("ping"),
        IDENTIFY("identify"),
        DHT("DHT"),
        MEMBER("messages between members"),
        INVITE("invite");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Takes a fresh connection into the state and sends. */
    interface Sending {
        void send(RawPeer peer) throws IOException;
    }

    /** Sends it to a node; what it got is seen by {@link Witness}. */
    Outcome tryOn(String from, InetSocketAddress node) throws IOException {
        try (RawPeer peer = RawPeer.connect(from, node)) {
            Witness witness = new Witness(peer, this);
            try {
                sending.send(peer);
            } catch (java.net.SocketException endedMeanwhile) {
                return witness.endedWhileSending();
            }
            return witness.see();
        }
    }

    /** The line of the table in the documents. */
    String row() {
        return "| %s | %s | %s |".formatted(state.text(), what, gets.text());
    }
}

package io.shardmesh.libp2p.swarm;

import io.shardmesh.libp2p.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Swarms by number, driven by commands, and everything that they report, with its time. */
final class SwarmScenario {

    private final SwarmLab lab = new SwarmLab();
    private final Map<Integer, Swarm> swarms = new LinkedHashMap<>();
    private final Map<Integer, Stream> streams = new LinkedHashMap<>();
    private final List<String> transcript = new ArrayList<>();

    List<String> transcript() {
        return List.copyOf(transcript);
    }

    void comment(String line) {
        transcript.add(line);
    }

    void run(String command) {
        transcript.add("> " + command);
        String[] words = command.split(" ", -1);
        switch (words[0]) {
            case "start" -> start(number(words[1]));
            case "kill" -> kill(number(words[1]));
            case "serve" -> serve(number(words[1]), words[2]);
            case "connect" -> connect(number(words[1]), number(words[2]));
            case "open" -> open(number(words[1]), number(words[2]), words[3]);
            case "write" -> theStream(words[1]).write(RecordingHandler.bytes(words[2]));
            case "end" -> theStream(words[1]).closeWrite();
            case "reset" -> theStream(words[1]).reset();
            case "ping" -> ping(number(words[1]), number(words[2]));
            case "disconnect" -> disconnect(number(words[1]), number(words[2]));
            case "wait" -> lab.advance(Duration.ofMillis(number(words[1])));
            default -> throw new IllegalArgumentException(command);
        }
    }

    private void start(int host) {
        Swarm swarm = lab.swarm(host);
        swarms.put(host, swarm);
        swarm.addListener(new Events(host));
    }

    private void kill(int host) {
        lab.kill(host);
        swarms.remove(host);
        streams.remove(host);
    }

    private void serve(int host, String protocol) {
        theSwarm(host).handle(protocol, stream -> new Talk(host));
    }

    private void connect(int from, int to) {
        CompletableFuture<PeerConnection> connected =
                theSwarm(from).connect(peer(to), List.of(SwarmLab.address(to)));
        Outcomes.when(
                connected,
                connection -> {},
                failure -> report(from, "cannot connect to " + to + ": " + kind(failure)));
    }

    private void open(int from, int to, String protocol) {
        Outcomes.when(
                theSwarm(from).open(peer(to), List.of(protocol), new Talk(from)),
                stream -> {},
                failure -> report(from, "cannot open " + protocol + ": " + kind(failure)));
    }

    private void ping(int from, int to) {
        Outcomes.when(
                theSwarm(from).ping(peer(to)),
                time -> report(from, "ping to " + to + " took " + time.toMillis() + " ms"),
                failure -> report(from, "cannot ping " + to + ": " + kind(failure)));
    }

    private void disconnect(int from, int to) {
        theSwarm(from).disconnect(peer(to), "scenario");
    }

    private static PeerId peer(int host) {
        return PeerId.of(SwarmLab.identity(host).verifyingKey());
    }

    private static String name(PeerId peer) {
        for (int host = 1; host < 10; host++) {
            if (peer(host).equals(peer)) {
                return String.valueOf(host);
            }
        }
        return peer.toString();
    }

    private static String kind(Throwable failure) {
        return failure instanceof SwarmException why ? why.kind().name() : failure.toString();
    }

    private Swarm theSwarm(int host) {
        return Optional.ofNullable(swarms.get(host)).orElseThrow();
    }

    private Stream theStream(String host) {
        return Optional.ofNullable(streams.get(number(host))).orElseThrow();
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private void report(int host, String what) {
        transcript.add(lab.time.nanoTime() / 1_000_000 + " ms, " + host + ": " + what);
    }

    private final class Events implements SwarmListener {

        private final int host;

        Events(int host) {
            this.host = host;
        }

        @Override
        public void peerConnected(PeerConnection connection) {
            String way = connection.outbound() ? "to " : "from ";
            report(host, "connected " + way + name(connection.remote()));
        }

        @Override
        public void peerDisconnected(PeerId peer) {
            report(host, "disconnected from " + name(peer));
        }

        @Override
        public void identified(PeerId peer, IdentifyInfo info) {
            String protocols = String.join(" ", info.protocols());
            report(host, name(peer) + " is " + info.agentVersion() + " and speaks " + protocols);
        }
    }

    private final class Talk implements StreamHandler {

        private final int host;

        Talk(int host) {
            this.host = host;
        }

        @Override
        public void opened(Stream stream) {
            streams.put(host, stream);
            report(host, "stream opened for " + stream.protocol());
        }

        @Override
        public void received(Stream stream, ByteBuffer bytes) {
            int size = bytes.remaining();
            report(host, "received " + StandardCharsets.UTF_8.decode(bytes));
            stream.consumed(size);
        }

        @Override
        public void drained(Stream stream) {}

        @Override
        public void remoteClosed(Stream stream) {
            report(host, "the other side ended");
        }

        @Override
        public void closed(Stream stream, Optional<String> why) {
            report(host, "stream closed " + why.map(text -> "(" + text + ")").orElse("in order"));
        }
    }
}

package io.shardmesh.testing.attack;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A good peer that pings a node over one connection and keeps the round trips. */
public final class PingProbe implements Closeable {
    private static final int PING_BYTES = 32;
    private static final long WINDOW_STEP = 64L * 1024;

    private final RawPeer peer;
    private final List<Duration> roundTrips = new ArrayList<>();

    private PingProbe(RawPeer peer) {
        this.peer = peer;
    }

    /** Connects and opens a stream of the ping protocol. */
    public static PingProbe connect(String from, InetSocketAddress node) throws IOException {
        RawPeer peer = RawPeer.connect(from, node).secure().shake();
        peer.patience(Duration.ofSeconds(30));
        peer.open(1, "/ipfs/ping/1.0.0");
        PingProbe probe = new PingProbe(peer);
        int greeting = RawPeer.proposals("/ipfs/ping/1.0.0").length;
        probe.await(greeting);
        return probe;
    }

    /** One ping. */
    public void ping() throws IOException {
        long start = System.nanoTime();
        peer.data(0, 1, new byte[PING_BYTES]);
        await(PING_BYTES);
        roundTrips.add(Duration.ofNanos(System.nanoTime() - start));
        if (roundTrips.size() % (WINDOW_STEP / PING_BYTES) == 0) {
            peer.frame(RawPeer.WINDOW, 0, 1, WINDOW_STEP);
        }
    }

    private void await(int bytes) throws IOException {
        int missing = bytes;
        while (missing > 0) {
            RawPeer.YamuxFrame frame = peer.read();
            if (frame.type() == RawPeer.PING && frame.has(RawPeer.SYN)) {
                peer.frame(RawPeer.PING, RawPeer.ACK, 0, frame.length());
            } else if (frame.type() == RawPeer.DATA && frame.stream() == 1) {
                missing -= frame.data().length;
            }
        }
    }

    /** How many there were. */
    public int count() {
        return roundTrips.size();
    }

    /** The round trip that so many percent of all were not over. */
    public Duration percentile(int percent) {
        List<Duration> sorted = new ArrayList<>(roundTrips);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}

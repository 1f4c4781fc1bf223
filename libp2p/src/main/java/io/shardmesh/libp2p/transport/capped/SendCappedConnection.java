package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import io.shardmesh.libp2p.transport.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection whose bytes wait here for their turn under the cap of all. */
final class SendCappedConnection implements Connection, ConnectionHandler {
    /** Below this many bytes here writing may go on: half of what the smallest cap lets queue. */
    private static final int LOW_BYTES = 8 * 1024;

    /** Above this the network is slower than the cap, and its own {@code drained} is waited for. */
    private static final int NETWORK_HIGH_BYTES = 256 * 1024;

    /** How long the last bytes may wait for their turn after {@code close}. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Connection network;
    private final SendCap cap;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private @Nullable ConnectionHandler handler;
    private long unsentBytes;
    private boolean overLow;
    private boolean hasTurn;
    private boolean closing;
    private boolean ended;
    private Scheduler.@Nullable Timer lingering;

    SendCappedConnection(Connection network, SendCap cap) {
        this.network = network;
        this.cap = cap;
    }

    @Override
    public Multiaddr remoteAddress() {
        return network.remoteAddress();
    }

    @Override
    public Multiaddr localAddress() {
        return network.localAddress();
    }

    @Override
    public void handler(ConnectionHandler changed) {
        boolean first = handler == null;
        handler = changed;
        if (first) {
            network.handler(this);
        }
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (closing || ended || !bytes.hasRemaining()) {
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        unsent.add(copy);
        unsentBytes += copy.remaining();
        overLow |= unsentBytes > LOW_BYTES;
        takeTurn();
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public void pauseReading() {
        if (!closing) {
            network.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        network.resumeReading();
    }

    @Override
    public void close() {
        if (closing || ended) {
            return;
        }
        closing = true;
        if (unsent.isEmpty()) {
            network.close();
            return;
        }
        // What comes now is thrown away, but must be read: else the end is never seen.
        network.resumeReading();
        lingering = cap.scheduler().schedule(LINGER, network::close);
    }

    /** How much it would send in one turn; 0 when it has nothing to send any more. */
    int sliceBytes(int most) {
        ByteBuffer head = unsent.peekFirst();
        return head == null ? 0 : Math.min(most, head.remaining());
    }

    /** Sends so much of its first buffer; whether it takes a turn again. */
    boolean send(int bytes) {
        hasTurn = false;
        ByteBuffer head = unsent.peekFirst();
        if (head == null || ended) {
            return false;
        }
        network.write(head.slice(head.position(), bytes));
        head.position(head.position() + bytes);
        if (!head.hasRemaining()) {
            unsent.removeFirst();
        }
        unsentBytes -= bytes;
        tellDrained();
        if (closing && unsent.isEmpty()) {
            network.close();
        }
        hasTurn = wantsTurn();
        return hasTurn;
    }

    private void takeTurn() {
        if (!hasTurn && wantsTurn()) {
            hasTurn = true;
            cap.queue(this);
        }
    }

    private boolean wantsTurn() {
        return !unsent.isEmpty() && network.unsentBytes() <= NETWORK_HIGH_BYTES;
    }

    private void tellDrained() {
        if (overLow && unsentBytes <= LOW_BYTES && !closing) {
            overLow = false;
            cap.scheduler().execute(this::drainedHere);
        }
    }

    private void drainedHere() {
        ConnectionHandler to = handler;
        if (to != null && !closing && !ended) {
            to.drained();
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        ConnectionHandler to = handler;
        if (to != null && !closing) {
            to.received(bytes);
        }
    }

    /** The network has room again. */
    @Override
    public void drained() {
        takeTurn();
    }

    @Override
    public void closed(Optional<String> why) {
        ended = true;
        unsent.clear();
        unsentBytes = 0;
        if (lingering != null) {
            lingering.cancel();
        }
        ConnectionHandler to = handler;
        if (to != null) {
            to.closed(closing ? Optional.empty() : why);
        }
    }
}

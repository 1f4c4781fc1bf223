package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is not read while the cap of all is used up. What comes in one go beyond its
 * turn waits here for the next ones, else the others would be silent meanwhile: a quarter of a
 * megabyte takes half a second at 500 kB/s.
 */
final class ReceiveCappedConnection implements Connection, ConnectionHandler {
    private final Connection network;
    private final ReceiveCap cap;
    private final ArrayDeque<ByteBuffer> unread = new ArrayDeque<>();
    private @Nullable ConnectionHandler handler;
    private boolean held;
    private boolean paused;
    private boolean ended;

    ReceiveCappedConnection(Connection network, ReceiveCap cap) {
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
        network.write(bytes);
    }

    @Override
    public long unsentBytes() {
        return network.unsentBytes();
    }

    @Override
    public void pauseReading() {
        paused = true;
        network.pauseReading();
    }

    @Override
    public void resumeReading() {
        paused = false;
        // Not at once: it would call the handler inside this call.
        cap.scheduler().execute(this::readOn);
    }

    @Override
    public void close() {
        ended = true;
        unread.clear();
        network.close();
    }

    /** Its turn to read has come. */
    void release() {
        held = false;
        readOn();
    }

    private void readOn() {
        while (!unread.isEmpty() && mayRead()) {
            ByteBuffer next = unread.element();
            give(next);
            if (!next.hasRemaining()) {
                unread.poll(); // Unless the handler has closed the connection.
            }
        }
        if (mayRead()) {
            network.resumeReading();
        }
    }

    private boolean mayRead() {
        return !held && !paused && !ended;
    }

    @Override
    public void received(ByteBuffer bytes) {
        while (bytes.hasRemaining() && unread.isEmpty() && mayRead()) {
            give(bytes);
        }
        if (bytes.hasRemaining() && !ended) {
            unread.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
    }

    /** As much as one turn allows. */
    private void give(ByteBuffer bytes) {
        int count = Math.min(bytes.remaining(), ReceiveCap.TURN_BYTES);
        ByteBuffer turn = bytes.slice(bytes.position(), count);
        bytes.position(bytes.position() + count);
        if (cap.isOver(count) && !ended) {
            held = true;
            network.pauseReading();
            cap.queue(this);
        }
        pass(turn);
    }

    private void pass(ByteBuffer bytes) {
        ConnectionHandler to = handler;
        if (to != null) {
            to.received(bytes);
        }
    }

    @Override
    public void drained() {
        ConnectionHandler to = handler;
        if (to != null) {
            to.drained();
        }
    }

    @Override
    public void closed(Optional<String> why) {
        while (!unread.isEmpty()) { // The handler may close it meanwhile.
            pass(unread.remove());
        }
        ended = true;
        ConnectionHandler to = handler;
        if (to != null) {
            to.closed(why);
        }
    }
}

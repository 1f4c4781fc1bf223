package io.shardmesh.libp2p.transport.capped;

import io.shardmesh.libp2p.multiformats.Multiaddr;
import io.shardmesh.libp2p.transport.Connection;
import io.shardmesh.libp2p.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that is not read while the cap of all is used up. */
final class ReceiveCappedConnection implements Connection, ConnectionHandler {
    private final Connection network;
    private final ReceiveCap cap;
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
        if (!held) {
            network.resumeReading();
        }
    }

    @Override
    public void close() {
        ended = true;
        network.close();
    }

    /** Its turn to read has come. */
    void release() {
        held = false;
        if (!paused && !ended) {
            network.resumeReading();
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        boolean over = cap.isOver(bytes.remaining());
        if (over && !held && !ended) {
            held = true;
            network.pauseReading();
            cap.queue(this);
        }
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
        ended = true;
        ConnectionHandler to = handler;
        if (to != null) {
            to.closed(why);
        }
    }
}
